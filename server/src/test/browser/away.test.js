import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { Server } from './server.js';
import { Visitor, allPairsTalk, openBrowser } from './visitor.js';

let server;
let browser;

before(async () => (browser = await openBrowser()));
beforeEach(async () => (server = await Server.start()));
afterEach(() => server?.stop());
after(() => browser?.close());

/** Chromium itself writes this when the server is away; it is what the test is about. */
const expected = /WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/;

test('talk goes on while the server is away; when it is back the page rejoins and newcomers get in', async () => {
  const tia = await Visitor.enter(browser, server, 'tia', 'away');
  const uli = await Visitor.enter(browser, server, 'uli', 'away');
  await tia.connectedTo('uli');
  await uli.connectedTo('tia');

  await server.stop();
  await tia.sees(/^The server is (restarting|out of reach)\. What runs directly between you and the others goes on\.$/);
  await tia.sees(/Trying again in \d+ s/);
  await uli.serverIs('Server away');
  await allPairsTalk({ tia, uli });

  await server.start();
  for (const visitor of [tia, uli]) {
    await visitor.serverIs('Server connected');
    await visitor.page.locator('#notice').waitFor({ state: 'hidden' });
  }
  await allPairsTalk({ tia, uli });
  const vic = await Visitor.enter(browser, server, 'vic', 'away');
  for (const [one, other] of [['tia', uli], ['uli', tia], ['tia', vic], ['uli', vic]]) await other.connectedTo(one);
  await allPairsTalk({ tia, uli, vic });
  for (const visitor of [tia, uli, vic]) {
    assert.equal(await visitor.page.locator('#people li').count(), 3);
    assert.equal(await visitor.page.getByText(/ left$/).count(), 0);
  }
  for (const visitor of [tia, uli, vic]) await visitor.leave({ expected });
});

test('a file under way and a camera survive a restart of the server', async () => {
  const wim = await Visitor.enter(browser, server, 'wim', 'through', { permissions: ['camera', 'microphone'], clock: true });
  const xen = await Visitor.enter(browser, server, 'xen', 'through', { clock: true });
  await wim.connectedTo('xen');
  await wim.page.getByRole('button', { name: 'Camera', exact: true }).click();
  await xen.page.getByLabel('Camera of wim').waitFor();
  await holdReadingAfterTheFirstPart(wim.page);
  const bytes = randomBytes(3_000_000);
  await wim.page.locator('#files').setInputFiles({ name: 'long.bin', mimeType: '', buffer: bytes });
  await wim.page.getByRole('button', { name: 'Send', exact: true }).click();
  await xen.page.locator('.file progress').waitFor();
  await server.stop();
  await wim.serverIs('Server away');
  await xen.serverIs('Server away');
  for (const { page } of [wim, xen]) await page.getByRole('button', { name: 'Clear' }).click();
  await server.start();
  for (const { page } of [wim, xen]) {
    await page.locator('.log-type').filter({ hasText: /SDP_ANSWER/ }).first().waitFor();
    await page.locator('.steps .reached').nth(3).waitFor();
  }
  for (const { page } of [wim, xen]) await page.clock.fastForward(60_000); // long past any grace for the links before
  await xen.seesCameraOf('wim');
  await wim.page.evaluate(() => globalThis.goOnReading());
  await wim.sees('3.0 MB, received by everyone');
  await allPairsTalk({ wim, xen });
  await wim.leave({ expected });
  await xen.leave({ expected });
});

/** A disk that stops after a part of the file, until `goOnReading()`. */
function holdReadingAfterTheFirstPart(page) {
  return page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer;
    const held = new Promise((goOn) => (globalThis.goOnReading = goOn));
    let reads = 0;
    Blob.prototype.arrayBuffer = async function arrayBuffer() {
      if (reads++ > 0) await held;
      return read.call(this);
    };
  });
}

test('someone who hangs up while the server is away is seen to go', async () => {
  const yan = await Visitor.enter(browser, server, 'yan', 'alone');
  const zoe = await Visitor.enter(browser, server, 'zoe', 'alone');
  await yan.connectedTo('zoe');
  await server.stop();
  await yan.serverIs('Server away');
  await zoe.page.getByRole('button', { name: 'Leave' }).click();
  await yan.sees('zoe left');
  await yan.leave({ expected });
  await zoe.leave({ expected });
});

test('a join without a server says so, and works once there is one', async () => {
  const abe = await Visitor.open(browser, server, { path: '?room=late' });
  await server.stop();
  await abe.submit('abe');
  await abe.sees('The server cannot be reached.');
  await server.start();
  await abe.submit('abe');
  await abe.page.getByRole('button', { name: 'Leave' }).waitFor();
  await abe.leave({ expected });
});
