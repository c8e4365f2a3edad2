import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Server } from './server.js';
import { Visitor, allPairsTalk, openBrowser } from './visitor.js';

let server;
let browser;

before(async () => {
  server = await Server.start();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('two people in a room chat both ways, and markup stays text', async () => {
  const ann = await Visitor.enter(browser, server, 'ann', 'two');
  const bob = await Visitor.enter(browser, server, 'bob', 'two');
  await ann.connectedTo('bob');
  await bob.connectedTo('ann');
  await allPairsTalk({ ann, bob });
  await ann.say('<img src=x onerror=alert(1)>');
  await bob.hears('<img src=x onerror=alert(1)>');
  assert.equal(await bob.page.locator('#messages img').count(), 0);
  await ann.leave();
  await bob.leave();
});

test('the line shows who offered, the states, the candidates and the route in use', async () => {
  const cid = await Visitor.enter(browser, server, 'cid', 'line');
  const dot = await Visitor.enter(browser, server, 'dot', 'line');
  await dot.connectedTo('cid');
  const fact = (visitor, label) => visitor.page.locator('.line-card dl div').filter({ hasText: label }).locator('dd');
  await fact(dot, 'Signaling').filter({ hasText: 'stable' }).waitFor();
  await fact(dot, 'ICE connection').filter({ hasText: /connected|completed/ }).waitFor();
  await fact(dot, 'First offer by').filter({ hasText: 'you' }).waitFor();
  await fact(cid, 'First offer by').filter({ hasText: 'dot' }).waitFor();
  await fact(dot, 'This end').filter({ hasText: /^(host|prflx) udp .+:\d+$/ }).waitFor();
  await fact(dot, 'Round trip').filter({ hasText: /ms/ }).waitFor();
  await fact(dot, 'Candidates').filter({ hasText: /[1-9]\d* sent, [1-9]\d* received/ }).waitFor();
  const types = await dot.page.locator('.log-type').allTextContents();
  assert.deepEqual(types.slice(0, 5), ['IDENTIFY', 'AUTH_SUCCESS', 'JOIN_ROOM', 'ROOM_MEMBERS', 'SDP_OFFER']);
  assert.ok(types.includes('SDP_ANSWER') && types.includes('ICE_CANDIDATE'), types.join());
  await cid.leave();
  await dot.leave();
});

test('a file of some megabytes arrives whole', async () => {
  const eve = await Visitor.enter(browser, server, 'eve', 'files');
  const fay = await Visitor.enter(browser, server, 'fay', 'files');
  await eve.connectedTo('fay');
  const bytes = randomBytes(6_000_001);
  await eve.page.locator('#files').setInputFiles({ name: 'take away.bin', mimeType: 'text/html', buffer: bytes });
  await eve.page.getByRole('button', { name: 'Send', exact: true }).click();
  await eve.sees('6.0 MB, received by everyone');
  const download = fay.page.waitForEvent('download');
  await fay.page.getByRole('link', { name: 'Save take away.bin' }).click();
  const received = await readFile(await (await download).path());
  assert.equal(sha256(received), sha256(bytes));
  await eve.leave();
  await fay.leave();
});

test('a file sent to one of three reaches that one only, and an empty file arrives too', async () => {
  const gus = await Visitor.enter(browser, server, 'gus', 'whisper');
  const hal = await Visitor.enter(browser, server, 'hal', 'whisper');
  const ida = await Visitor.enter(browser, server, 'ida', 'whisper');
  await gus.connectedTo('hal');
  await gus.connectedTo('ida');
  await hal.connectedTo('ida');
  await gus.page.locator('#files').setInputFiles({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
  await gus.page.getByLabel('To', { exact: true }).selectOption('ida');
  await gus.page.getByRole('button', { name: 'Send', exact: true }).click();
  await ida.page.getByRole('link', { name: 'Save empty.txt' }).waitFor();
  await gus.sees('0 bytes, received by ida');
  await gus.say('done');
  await hal.hears('done');
  assert.equal(await hal.page.getByRole('link', { name: 'Save empty.txt' }).count(), 0);
  for (const visitor of [gus, hal, ida]) await visitor.leave();
});

test('a third one joins and all three pairs talk; one leaves and the others see it go', async () => {
  const jan = await Visitor.enter(browser, server, 'jan', 'three');
  const kim = await Visitor.enter(browser, server, 'kim', 'three');
  const lee = await Visitor.enter(browser, server, 'lee', 'three');
  const everyone = { jan, kim, lee };
  for (const [name, visitor] of Object.entries(everyone)) {
    for (const other of Object.keys(everyone)) if (other !== name) await visitor.connectedTo(other);
  }
  await allPairsTalk(everyone);
  await lee.page.getByRole('button', { name: 'Leave' }).click();
  for (const visitor of [jan, kim]) {
    await visitor.sees('lee left');
    await visitor.person('lee').waitFor({ state: 'detached' });
  }
  await allPairsTalk({ jan, kim });
  await kim.page.close();
  await jan.sees('kim left');
  for (const visitor of Object.values(everyone)) await visitor.leave();
});

test('who leaves may come back under the same name', async () => {
  const meg = await Visitor.enter(browser, server, 'meg', 'again');
  const ned = await Visitor.enter(browser, server, 'ned', 'again');
  await ned.connectedTo('meg');
  await ned.page.getByRole('button', { name: 'Leave' }).click();
  await meg.person('ned').waitFor({ state: 'detached' });
  await ned.submit('ned');
  await ned.connectedTo('meg');
  await allPairsTalk({ meg, ned });
  await ned.page.reload();
  await ned.submit('ned');
  await ned.connectedTo('meg');
  await allPairsTalk({ meg, ned });
  await meg.leave();
  await ned.leave();
});

test('a camera that is switched on is seen at the other end, and off again', async () => {
  const ola = await Visitor.enter(browser, server, 'ola', 'camera', { permissions: ['camera', 'microphone'] });
  const pat = await Visitor.enter(browser, server, 'pat', 'camera', { permissions: ['camera', 'microphone'] });
  await ola.connectedTo('pat');
  const camera = (visitor) => visitor.page.getByRole('button', { name: 'Camera', exact: true });
  await camera(ola).click();
  await pat.seesCameraOf('ola');
  await pat.sees('microphone off');
  await camera(pat).click();
  await pat.page.getByRole('button', { name: 'Microphone' }).click();
  await ola.seesCameraOf('pat');
  await camera(ola).click();
  await pat.page.getByLabel('Camera of ola').waitFor({ state: 'detached' });
  await camera(ola).click();
  await pat.seesCameraOf('ola');
  const lines = await pat.page.locator('.log-what').filter({ hasText: 'video' }).allTextContents();
  assert.ok(lines.every((line) => line.split('video').length === 2), `one video line for each direction: ${lines}`);
  await ola.leave();
  await pat.leave();
});

test('cameras switched on at both ends at once cross without harm', async () => {
  const quy = await Visitor.enter(browser, server, 'quy', 'glare', { permissions: ['camera', 'microphone'] });
  const roy = await Visitor.enter(browser, server, 'roy', 'glare', { permissions: ['camera', 'microphone'] });
  await quy.connectedTo('roy');
  const both = [quy, roy].map(({ page }) => page.getByRole('button', { name: 'Camera', exact: true }));
  for (let round = 0; round < 3; round++) {
    await Promise.all(both.map((button) => button.click()));
    await Promise.all([quy.seesCameraOf('roy'), roy.seesCameraOf('quy')]);
    await Promise.all(both.map((button) => button.click()));
    await Promise.all([
      quy.page.getByLabel('Camera of roy').waitFor({ state: 'detached' }),
      roy.page.getByLabel('Camera of quy').waitFor({ state: 'detached' }),
    ]);
  }
  await allPairsTalk({ quy, roy });
  for (const { page } of [quy, roy]) assert.ok(await page.locator('#notice').isHidden());
  await quy.leave();
  await roy.leave();
});

test('a taken name is refused in words, and another one gets in', async () => {
  const sam = await Visitor.enter(browser, server, 'sam', 'names');
  const twin = await Visitor.open(browser, server, { path: '?room=names' });
  await twin.submit('sam');
  await twin.sees('Someone here already goes by that name. Pick another one.');
  await twin.submit('samantha');
  await twin.connectedTo('sam');
  await sam.leave();
  await twin.leave();
});
