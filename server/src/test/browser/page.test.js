import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server } from './server.js';
import { Visitor, openBrowser } from './visitor.js';
import { paleTexts } from './contrast.js';

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

const phone = { viewport: { width: 360, height: 700 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

test('a phone scrolls nowhere sideways, in no part of the page', async () => {
  const fits = ({ page }) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  const ann = await Visitor.open(browser, server, phone);
  assert.ok(await fits(ann), 'landing');
  const host = await Visitor.enter(browser, server, 'host', 'a-room-with-a-name-that-is-rather-long-for-a-phone');
  const bob = await Visitor.enter(browser, server, 'a-long-name-without-any-space', 'a-room-with-a-name-that-is-rather-long-for-a-phone', phone);
  await host.say('a/very/long/word/'.repeat(30));
  await bob.hears('a/very/long/word/'.repeat(30));
  for (const part of ['Chat', 'People', 'Line']) {
    await bob.page.getByRole('navigation', { name: 'Parts of the room' }).getByRole('button', { name: part }).tap();
    assert.ok(await fits(bob), part);
    const { x, width } = await bob.page.locator('.panel:visible').boundingBox();
    assert.deepEqual({ x, width }, { x: 0, width: 360 }, part);
  }
  for (const visitor of [ann, bob, host]) await visitor.leave();
});

test('on a phone a dot tells of words that came while another part was in view', async () => {
  const cat = await Visitor.enter(browser, server, 'cat', 'dot');
  const dan = await Visitor.enter(browser, server, 'dan', 'dot', phone);
  await cat.connectedTo('dan');
  await dan.page.getByRole('button', { name: 'People' }).tap();
  await dan.connectedTo('cat');
  await cat.say('psst');
  await dan.page.getByRole('button', { name: 'Chat (new messages)' }).tap();
  await dan.page.getByRole('button', { name: 'Chat', exact: true }).waitFor();
  await cat.leave();
  await dan.leave();
});

test('from the landing to a sent message by keyboard alone', async () => {
  const eli = await Visitor.enter(browser, server, 'eli', 'keys');
  const fin = await Visitor.open(browser, server, { path: '?room=keys' });
  const { keyboard } = fin.page;
  const focused = () => fin.page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const tabTo = async (id) => {
    const passed = [];
    while (passed.at(-1) !== id && passed.length < 20) {
      await keyboard.press('Tab');
      passed.push(await focused());
      const ring = await fin.page.evaluate(() => getComputedStyle(document.activeElement.closest('.compose') ?? document.activeElement));
      assert.ok(ring, passed.join());
    }
    return passed;
  };
  await fin.page.locator('#name:focus').waitFor();
  await keyboard.type('fin');
  assert.deepEqual(await tabTo('enter'), ['room', 'another-room', 'enter']);
  await keyboard.press('Enter');
  await fin.page.locator('#text:focus').waitFor();
  await fin.connectedTo('eli');
  await keyboard.type('typed, not clicked');
  await keyboard.press('Enter');
  await eli.hears('typed, not clicked');
  await fin.page.locator('#leave').focus();
  const order = await tabTo('clear-log');
  const wanted = ['link', 'copy-link', 'scroller', 'attach', 'text'];
  assert.deepEqual(order.filter((id) => wanted.includes(id)), wanted, order.join());
  await eli.leave();
  await fin.leave();
});

test('whatever has the focus shows it', async () => {
  const gil = await Visitor.enter(browser, server, 'gil', 'focus');
  await gil.page.locator('#microphone').focus();
  for (let i = 0; i < 12; i++) {
    await gil.page.keyboard.press('Tab');
    const shown = await gil.page.evaluate(() => {
      const focused = document.activeElement;
      const frame = getComputedStyle(focused.closest('.compose') ?? focused);
      return focused === document.body || frame.outlineStyle !== 'none' || frame.boxShadow !== 'none' ? '' : focused.outerHTML;
    });
    assert.equal(shown, '');
  }
  await gil.leave();
});

test('everything one can operate has an accessible name, before and in a room', async () => {
  const operable = new Set(['button', 'textbox', 'combobox', 'link', 'checkbox', 'progressbar', 'Video', 'tab', 'listbox']);
  const nameless = async ({ context, page }) => {
    const session = await context.newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const seen = nodes.filter(({ ignored, role }) => !ignored && operable.has(role?.value));
    assert.ok(seen.length > 3, 'the tree is there');
    return seen.filter(({ name }) => !name?.value).map(({ role }) => role.value);
  };
  const hob = await Visitor.open(browser, server, { path: '?room=names', permissions: ['camera', 'microphone'] });
  assert.deepEqual(await nameless(hob), []);
  await hob.submit('hob');
  const ivy = await Visitor.enter(browser, server, 'ivy', 'names');
  await hob.connectedTo('ivy');
  await hob.page.getByRole('button', { name: 'Camera', exact: true }).click();
  await hob.page.locator('#files').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  await hob.page.getByRole('button', { name: 'Send', exact: true }).click();
  await ivy.page.getByRole('link', { name: 'Save a.txt' }).waitFor();
  await ivy.page.getByLabel('Camera of hob').waitFor();
  for (const visitor of [hob, ivy]) {
    assert.deepEqual(await nameless(visitor), []);
    assert.equal(await visitor.page.locator('main:visible').count(), 1);
    assert.equal(await visitor.page.locator('h1:visible').count(), 1);
  }
  await hob.leave();
  await ivy.leave();
});

for (const colorScheme of ['light', 'dark']) {
  test(`every text stands out from its ground, ${colorScheme}`, async () => {
    const lia = await Visitor.open(browser, server, { path: '?room=ink', permissions: ['camera'], colorScheme });
    assert.deepEqual(await paleTexts(lia.page), []);
    await lia.page.getByRole('button', { name: 'Join the room' }).click();
    await lia.sees('Please say who you are.');
    assert.deepEqual(await paleTexts(lia.page), []);
    await lia.submit(`lia-${colorScheme}`);
    const max = await Visitor.enter(browser, server, `max-${colorScheme}`, 'ink');
    await lia.connectedTo('max');
    await lia.say('see https://example.org/');
    await max.say('and this');
    await lia.hears('and this');
    await lia.page.getByRole('button', { name: 'Camera', exact: true }).click();
    await lia.page.getByLabel('Your camera').waitFor();
    await lia.page.locator('#files').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
    assert.deepEqual(await paleTexts(lia.page), []);
    await lia.leave();
    await max.leave();
  });
}

test('an empty name is asked for, and the link leads into the room', async () => {
  const jon = await Visitor.open(browser, server);
  const room = await jon.page.getByLabel('Room', { exact: true }).inputValue();
  assert.match(room, /^[a-z]+-[a-z]+-\d\d$/);
  await jon.page.getByRole('button', { name: 'Join the room' }).click();
  await jon.sees('Please say who you are.');
  await jon.submit('jon');
  await jon.page.getByRole('button', { name: 'Leave' }).waitFor();
  const link = await jon.page.getByLabel('Bring someone in').inputValue();
  assert.equal(link, `${server.url}?room=${room}`);
  assert.equal(jon.page.url(), link);
  const kay = await Visitor.open(browser, server);
  await kay.page.goto(link);
  await kay.submit('kay');
  await kay.connectedTo('jon');
  await jon.leave();
  await kay.leave();
});
