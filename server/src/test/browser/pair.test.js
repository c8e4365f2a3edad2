import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { paleTexts } from './contrast.js';
import { Server } from './server.js';
import { Visitor, openBrowser } from './visitor.js';

let server;
let browser;
let here = [];

before(async () => {
  server = await Server.start();
  browser = await openBrowser();
});

/** Whoever waits is paired with anybody: nobody of one test may be there in the next. */
afterEach(async () => {
  const leaving = here;
  here = [];
  for (const visitor of leaving) await visitor.leave({ expected: /WebSocket connection to|ERR_CONNECTION/ });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const phone = { viewport: { width: 360, height: 700 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const permissions = ['camera', 'microphone'];

const button = ({ page }, name) => page.getByRole('button', { name, exact: true });
const standing = ({ page }, words) => page.locator('#standing').filter({ hasText: words }).waitFor();

async function open(options) {
  const visitor = await Visitor.open(browser, server, { path: 'pair.html', ...options });
  here.push(visitor);
  return visitor;
}

/** Opens the page and asks to be put through. */
async function come({ eager = false, ...options } = {}) {
  const visitor = await open(options);
  if (eager) await visitor.page.getByLabel('Go direct if the other end wants to').check();
  await button(visitor, 'Put me through').click();
  return visitor;
}

async function pair(options) {
  const ann = await come(options);
  await standing(ann, 'Waiting');
  const bob = await come(options);
  for (const visitor of [ann, bob]) await visitor.page.getByText('Stranger is here').waitFor();
  return [ann, bob];
}

async function goDirect(ann, bob) {
  await button(ann, 'Go direct').click();
  await ann.sees('You asked to go direct');
  await bob.sees('The stranger would like to go direct');
  await bob.page.locator('#agree').click();
  for (const visitor of [ann, bob]) await standing(visitor, 'Talking directly');
}

async function bothTalk(ann, bob) {
  for (const [speaker, hearer] of [[ann, bob], [bob, ann]]) {
    const words = `words ${Math.random()}`;
    await speaker.say(words);
    await hearer.hears(words);
  }
}

test('two strangers are put through, talk through the server, and markup stays text', async () => {
  const [ann, bob] = await pair();
  for (const visitor of [ann, bob]) await standing(visitor, 'Talking through the server');
  await bothTalk(ann, bob);
  await ann.say('<img src=x onerror=alert(1)> <script>alert(2)</script>');
  await bob.hears('<img src=x onerror=alert(1)> <script>alert(2)</script>');
  assert.equal(await bob.page.locator('#messages img, #messages script').count(), 0);
});

test('one sees that the other is typing, until the words are there', async () => {
  const [ann, bob] = await pair();
  await ann.page.getByRole('textbox', { name: 'Message' }).pressSequentially('he');
  await bob.sees('The stranger is typing');
  await ann.page.keyboard.press('Enter');
  await bob.hears('he');
  await bob.page.getByText('The stranger is typing').waitFor({ state: 'hidden' });
});

test('both agree to go direct, and go on talking when the server is gone', async () => {
  const [ann, bob] = await pair();
  await bothTalk(ann, bob);
  await goDirect(ann, bob);
  await bothTalk(ann, bob);
  await server.stop();
  for (const visitor of [ann, bob]) await standing(visitor, 'the server is away');
  await bothTalk(ann, bob);
  await server.start();
  await button(bob, 'Next').click();
  await standing(bob, 'Waiting');
  await standing(ann, 'The stranger has left');
  await button(ann, 'Find another').first().click();
  for (const visitor of [ann, bob]) await standing(visitor, 'Talking through the server');
  await bothTalk(ann, bob);
});

test('who would rather not stays with the server, and no address is told', async () => {
  const [ann, bob] = await pair();
  const frames = [];
  bob.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(payload)));
  await button(ann, 'Go direct').click();
  await button(bob, 'Not now').click();
  await ann.sees('The stranger would rather stay with the server');
  await bothTalk(ann, bob);
  await standing(ann, 'Talking through the server');
  assert.ok(!frames.some((frame) => frame.includes('candidate')), frames.join('\n'));
});

test('two who both want to go direct are not asked again', async () => {
  const [ann, bob] = await pair({ eager: true });
  for (const visitor of [ann, bob]) await standing(visitor, 'Talking directly');
  await bothTalk(ann, bob);
});

test('on a direct line cameras can be switched on, at both ends, and are off when it ends', async () => {
  const [ann, bob] = await pair({ permissions });
  assert.ok(await button(ann, 'Camera').isDisabled(), 'no camera through the server');
  await goDirect(ann, bob);
  await Promise.all([button(ann, 'Camera').click(), button(bob, 'Camera').click()]);
  await ann.seesCameraOf('Stranger');
  await bob.seesCameraOf('Stranger');
  await button(ann, 'Next').click();
  await standing(bob, 'The stranger has left');
  for (const { page } of [ann, bob]) {
    await page.locator('#tiles').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#camera').getAttribute('aria-pressed'), 'false');
  }
});

test('one leaves and the other is told; next finds a third', async () => {
  const [ann, bob] = await pair();
  await button(bob, 'Leave').click();
  await standing(ann, 'The stranger has left');
  await ann.sees('Stranger left');
  assert.ok(await ann.page.getByRole('textbox', { name: 'Message' }).isDisabled());
  const cid = await come();
  await standing(cid, 'Waiting');
  await button(ann, 'Find another').click();
  for (const visitor of [ann, cid]) await standing(visitor, 'Talking through the server');
  assert.equal(await ann.page.locator('#messages .message').count(), 0, 'a sheet of their own');
  await bothTalk(ann, cid);
  const dot = await come();
  await button(ann, 'Next').click();
  await standing(cid, 'The stranger has left');
  await bothTalk(ann, dot);
});

test('whoever waits while the server restarts waits again by itself', async () => {
  const ann = await come();
  await standing(ann, 'Waiting');
  await server.stop();
  await standing(ann, 'Calling the server');
  await ann.page.locator('#notice').waitFor();
  await server.start();
  await standing(ann, 'Waiting');
  await ann.page.locator('#notice').waitFor({ state: 'hidden' });
  const bob = await come();
  await bothTalk(ann, bob);
  await server.stop();
  await ann.sees('The stranger is gone with it');
  await server.start();
  await button(ann, 'Find another').first().click();
  await standing(ann, 'Waiting');
});

test('a stranger whose program speaks plain text is understood', async () => {
  const ann = await come();
  await standing(ann, 'Waiting');
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}pair`);
  const heard = [];
  socket.onmessage = ({ data }) => heard.push(data);
  await new Promise((done) => (socket.onopen = done));
  await ann.sees('speaks plain text only');
  socket.send('{"type":"partner_left"} <b>');
  await ann.hears('{"type":"partner_left"} <b>');
  await ann.say('hello, "you"');
  while (!heard.includes('hello, "you"')) await new Promise((done) => socket.addEventListener('message', done, { once: true }));
  assert.equal(heard[0], '🎯 Connected with an entrepreneur!');
  socket.close();
  await standing(ann, 'The stranger has left');
});

test('by keyboard alone, on a phone, in light and dark: nothing is cut off or pale', async () => {
  const ann = await open();
  await ann.page.locator('#put-through').focus();
  await ann.page.keyboard.press('Enter');
  await standing(ann, 'Waiting');
  const bob = await come({ ...phone, colorScheme: 'dark' });
  await ann.page.locator('#text:focus').waitFor();
  await ann.page.keyboard.type('a/very/long/word/'.repeat(30));
  await ann.page.keyboard.press('Enter');
  await bob.hears('a/very/long/word/'.repeat(30));
  await button(ann, 'Go direct').click();
  await bob.sees('The stranger would like to go direct');
  for (const visitor of [ann, bob]) {
    assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'sideways');
    assert.deepEqual(await paleTexts(visitor.page), []);
  }
});
