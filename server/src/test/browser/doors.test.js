import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server } from './server.js';
import { Visitor, openBrowser } from './visitor.js';
import { paleTexts } from './contrast.js';

/** The page of each door, on a server where all are open. */
let server;
let browser;

before(async () => {
  server = await Server.start({ bridge: true, settings: ['bridge.websocket=true'] });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const doors = ['rooms', 'flyx', 'cheery', 'vyoma', 'bridge'];
const phone = { viewport: { width: 360, height: 700 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** Someone in front of a door's page. */
class Caller extends Visitor {
  static async at(door, { way, from = server, ...options } = {}) {
    const caller = new Caller();
    await caller.goTo(browser, from, { path: `doors/${door}.html`, ...options });
    await caller.page.locator('body[data-ready]').waitFor();
    if (way) await caller.page.getByRole('radio', { name: way }).check();
    return caller;
  }

  button(name, within = this.page) {
    return within.getByRole('button', { name, exact: true });
  }

  client(name) {
    return this.page.getByRole('region', { name: `Client ${name}` });
  }

  rows(name, direction, message) {
    const row = this.page.locator(`.row.${direction}`).filter({ has: this.page.locator('.who').getByText(name, { exact: true }) });
    return message ? row.filter({ has: this.page.locator('.what').getByText(message, { exact: true }) }) : row;
  }

  async play() {
    await this.button('Play all').click();
    await this.page.locator('.guide-said').filter({ hasText: /\S/ }).waitFor();
    assert.equal(await this.page.locator('.guide-said').textContent(), 'That was all of it. Now try something of your own.');
  }

  /** Sends a message and waits until `hears` is in the log once more. */
  async send(name, message, hears) {
    const [who, what] = hears;
    const heard = this.rows(who, what === 'closed' ? 'closed' : 'in', what === 'closed' ? undefined : what);
    const before = await heard.count();
    await this.button(message, this.client(name)).click();
    await this.client(name).locator('.send-message').click();
    await heard.nth(before).waitFor();
    return heard.nth(before);
  }

  /** The whole text of the message in a row. */
  async read(row) {
    await row.locator('summary').click();
    return row.locator('pre').textContent();
  }
}

const ways = [
  ['rooms', undefined, 'alice SDP_OFFER, bob SDP_ANSWER, alice ICE_CANDIDATE, alice NEW_PEER_IN_ROOM, alice PEER_LEFT_ROOM'],
  ['flyx', 'Sender and receiver', 'alice 201 Created, bob offer, alice answer, alice ice_candidate, alice 200 OK, alice disconnect, alice 204 No Content'],
  ['flyx', 'Coming back', 'before join, after join'],
  ['cheery', undefined, 'alice user_list, bob user_list, alice ip_response, bob pong'],
  ['vyoma', 'Plain text', 'alice ⌛ Waiting for another entrepreneur..., bob 🎯 Connected with an entrepreneur!, bob text, alice ⚠️ Partner disconnected.'],
  ['vyoma', 'JSON', 'alice waiting, alice paired, bob paired, bob typing, bob message, alice signal, alice partner_left'],
  ['bridge', undefined, 'alice REGACK, bob REGACK, alice INFOACK, alice BRIDGEACK'],
];
for (const [door, way, heard] of ways) {
  test(`${door}${way ? `, ${way}` : ''}: the guide goes through the whole conversation, and the log has it`, async () => {
    const caller = await Caller.at(door, { way });
    await caller.play();
    for (const one of heard.split(', ')) {
      const [, who, what] = /^(\w+) (.*)$/.exec(one);
      await caller.rows(who, 'in', what).first().waitFor({ timeout: 2_000 }).catch(() => assert.fail(`${one} is not in the log`));
    }
    assert.equal(await caller.page.locator('.steps li:not(.done)').count(), 0);
    await caller.leave();
  });
}

test('every message that the guide leaves out is answered, too', async () => {
  const rooms = await Caller.at('rooms');
  await rooms.play();
  await rooms.send('bob', 'JOIN_ROOM', ['alice', 'NEW_PEER_IN_ROOM']);
  const offer = await rooms.send('alice', 'SDP_OFFER', ['bob', 'SDP_OFFER']);
  assert.match(await rooms.read(offer), /"fromPeerId": "[0-9a-f-]{36}"/);
  await rooms.leave();

  const flyx = await Caller.at('flyx');
  await flyx.send('bob', 'POST /rooms', ['bob', '201 Created']);
  await flyx.send('bob', 'PATCH /rooms/{id}', ['bob', '200 OK']);
  const found = await flyx.send('alice', 'GET /rooms/{id}', ['alice', '200 OK']);
  assert.equal(JSON.parse(await flyx.read(found)).configuration.max_clients, 8);
  await flyx.leave();

  const cheery = await Caller.at('cheery');
  await cheery.button('Connect alice').click();
  await cheery.send('alice', 'register', ['alice', 'user_list']);
  await cheery.button('pong', cheery.client('alice')).click();
  await cheery.client('alice').getByRole('button', { name: 'Send' }).click();
  await cheery.send('alice', 'ping', ['alice', 'pong']);
  await cheery.leave();

  const bridge = await Caller.at('bridge');
  await bridge.play();
  const found2 = await bridge.send('alice', 'BRIDGE to one', ['alice', 'BRIDGEACK']);
  assert.match(await bridge.read(found2), /clientID: bob-\w+\s+IP: 127\.0\.0\.1\s+Port: 5557/);
  await bridge.leave();
});

test('vyoma: next parts two who talk, and what is said wrong is answered', async () => {
  const caller = await Caller.at('vyoma', { way: 'JSON' });
  for (const name of ['alice', 'bob']) await caller.button(`Connect ${name}`).click();
  for (const name of ['alice', 'bob']) await caller.rows(name, 'in', 'paired').waitFor();
  for (const [mistake, code] of [['not JSON', 'bad-json'], ['no type', 'missing-type'], ['binary', 'binary'], ['the server’s word', 'reserved-type']]) {
    const row = await caller.send('alice', mistake, ['alice', 'error']);
    assert.match(await caller.read(row), new RegExp(`"code": "${code}"`));
  }
  await caller.send('bob', 'next', ['alice', 'partner_left']);
  await caller.rows('bob', 'in', 'waiting').last().waitFor();
  await caller.leave();
});

const mistakes = [
  ['rooms', 'not JSON', /"code": "bad-json"/],
  ['rooms', 'unknown type', /"code": "unknown-type"/],
  ['rooms', 'no type', /"code": "missing-type"/],
  ['rooms', 'binary', /"code": "binary"/],
  ['rooms', 'to nobody', /"code": "not-in-room"/],
  ['rooms', 'CHAT_MESSAGE', /"code": "not-relayed"/],
  ['flyx', 'to nobody', /"code": "unknown-peer"/],
  ['flyx', 'not JSON', /"code": "bad-json"/],
  ['flyx', 'binary', /"code": "binary"/],
  ['cheery', 'unknown type', /"code": "unknown-type"/],
  ['cheery', 'get_ip of nobody', /User offline/, 'ip_response'],
  ['bridge', 'not a request', /^ERROR\s+reason: The first line is none of/],
  ['bridge', 'no port', /^ERROR\s+reason: 'Port' is/],
];
test('what a client gets wrong is answered with an error that the log shows as one', async () => {
  for (const door of new Set(mistakes.map(([name]) => name))) {
    const caller = await Caller.at(door);
    if (door === 'flyx') await caller.send('alice', 'POST /rooms', ['alice', '201 Created']);
    await caller.button('Connect alice').click();
    await caller.rows('alice', 'open').waitFor();
    const first = { rooms: ['IDENTIFY', 'AUTH_SUCCESS'], cheery: ['register', 'user_list'] }[door];
    if (first) await caller.send('alice', first[0], ['alice', first[1]]);
    for (const [, mistake, error, answer] of mistakes.filter(([name]) => name === door)) {
      const type = answer ?? { rooms: 'ERROR', bridge: 'ERROR' }[door] ?? 'error';
      const row = await caller.send('alice', mistake, ['alice', type]);
      assert.match(await caller.read(row), error, mistake);
      if (!answer) assert.match(await row.getAttribute('class'), /\bbad\b/);
      await row.locator('summary').click();
    }
    await caller.leave();
  }
});

test('a request that is refused shows its status and what is wrong', async () => {
  const caller = await Caller.at('flyx');
  const row = await caller.send('alice', 'bad room', ['alice', '422 Unprocessable Entity']);
  assert.match(await caller.read(row), /'max_clients' is not a whole number/);
  assert.match(await row.getAttribute('class'), /\bbad\b/);
  await caller.leave({ expected: /status of 422/ }); // Chromium itself writes this
});

test('a close is told with its code, its reason and what it means', async () => {
  const caller = await Caller.at('cheery');
  await caller.button('Connect alice').click();
  await caller.send('alice', 'register', ['alice', 'user_list']);
  await caller.button('Connect bob').click();
  const closed = await caller.send('bob', 'a taken name', ['bob', 'closed']);
  const words = await closed.textContent();
  assert.match(words, /closed 1008/);
  assert.match(words, /“not-admitted: /);
  assert.match(words, /Come back: with another name/);
  await caller.client('bob').getByText('closed').waitFor();
  await caller.leave();
});

test('a refused handshake is told, and what a browser is not told of it', async () => {
  const caller = await Caller.at('flyx');
  await caller.button('Connect alice').click();
  await caller.rows('alice', 'closed').getByText('The server refused the handshake, or is not there.').waitFor();
  await caller.client('alice').getByLabel('Address').fill('not a url');
  await caller.button('Connect alice').click();
  await caller.rows('alice', 'closed').nth(1).waitFor();
  await caller.leave({ expected: /WebSocket connection to .* failed/ });
});

test('who is not connected is told to connect first', async () => {
  const caller = await Caller.at('rooms');
  await caller.client('bob').getByRole('button', { name: 'Send' }).click();
  await caller.client('bob').getByRole('alert').filter({ hasText: 'bob is not connected. Connect first.' }).waitFor();
  await caller.leave();
});

test('what others send is shown as text and never as markup', async () => {
  const markup = '<img src=x onerror=alert(1)><b>bold</b>';
  const caller = await Caller.at('cheery');
  await caller.button('Connect alice').click();
  await caller.button('register', caller.client('alice')).click();
  await caller.client('alice').getByLabel('What goes out').fill(JSON.stringify({ type: 'register', username: markup }));
  await caller.client('alice').getByRole('button', { name: 'Send' }).click();
  const row = caller.rows('alice', 'in', 'user_list');
  assert.ok((await caller.read(row)).includes(markup));
  await caller.client('alice').getByLabel('What goes out').fill(JSON.stringify({ type: markup }));
  await caller.client('alice').getByRole('button', { name: 'Send' }).click();
  await caller.rows('alice', 'in', 'error').waitFor();
  assert.equal(await caller.page.locator('.try img, .ladder-rows b:not(.happening b)').count(), 0);
  await caller.leave();
});

test('a message opens laid out, and as it was sent', async () => {
  const caller = await Caller.at('cheery');
  await caller.button('Connect alice').click();
  const row = await caller.send('alice', 'register', ['alice', 'user_list']);
  assert.match(await caller.read(row), /\{\n  "type": "user_list"/);
  await caller.button('As sent', row).click();
  assert.match(await row.locator('pre').textContent(), /^\{"type":"user_list","users":\[/);
  assert.match(await row.locator('.size').textContent(), /^\d+ bytes$/);
  await caller.leave();
});

test('a paused log holds what comes, goes on with it, and is cleared', async () => {
  const caller = await Caller.at('cheery');
  await caller.button('Connect alice').click();
  await caller.rows('alice', 'open').waitFor();
  await caller.button('Pause').click();
  await caller.button('ping', caller.client('alice')).click();
  await caller.client('alice').getByRole('button', { name: 'Send' }).click();
  await caller.button('Go on (2)').waitFor();
  assert.equal(await caller.page.locator('.row').count(), 1);
  await caller.button('Go on (2)').click();
  await caller.rows('alice', 'in', 'pong').waitFor();
  await caller.button('Clear').click();
  assert.equal(await caller.page.locator('.row').count(), 0);
  await caller.leave();
});

test('whoever does a step by hand has it ticked off, and starts over with a clean slate', async () => {
  const caller = await Caller.at('cheery');
  const done = caller.page.locator('.steps .done');
  await caller.button('Connect alice').click();
  await caller.send('alice', 'register', ['alice', 'user_list']);
  await done.nth(0).waitFor();
  await caller.button('bob: connect, send register').click();
  await done.nth(1).waitFor();
  await caller.button('Start over').click();
  assert.equal(await done.count(), 0);
  assert.equal(await caller.page.locator('.row').count(), 0);
  await caller.client('alice').getByText('not connected').waitFor();
  await caller.leave();
});

test('by keyboard alone: the steps, a message of one’s own, a row of the log', async () => {
  const caller = await Caller.at('cheery');
  const { keyboard } = caller.page;
  await caller.button('alice: connect, send register').focus();
  await keyboard.press('Enter');
  await caller.rows('alice', 'in', 'user_list').waitFor();
  await caller.button('ping', caller.client('alice')).focus();
  await keyboard.press('Enter');
  await caller.client('alice').getByLabel('What goes out').focus();
  await keyboard.press('Control+Enter');
  const pong = caller.rows('alice', 'in', 'pong');
  await pong.locator('summary').focus();
  await keyboard.press('Enter');
  await pong.locator('pre').waitFor();
  for (let i = 0; i < 40; i++) {
    await keyboard.press('Tab');
    const hidden = await caller.page.evaluate(() => {
      const focused = document.activeElement;
      const frame = getComputedStyle(focused.closest('.ways label')?.querySelector('span') ?? focused);
      return focused === document.body || frame.outlineStyle !== 'none' ? '' : focused.outerHTML;
    });
    assert.equal(hidden, '');
  }
  await caller.leave();
});

test('an address is copied', async () => {
  const caller = await Caller.at('rooms', { permissions: ['clipboard-read', 'clipboard-write'] });
  await caller.button('Copy: WebSocket').click();
  await caller.page.getByText('Copied', { exact: true }).waitFor();
  assert.equal(await caller.page.evaluate(() => navigator.clipboard.readText()), `${server.url.replace('http', 'ws')}ws`);
  await caller.leave();
});

test('the bridge without a WebSocket says where it is, and which setting makes this page work', async () => {
  const tcpOnly = await Server.start({ bridge: true });
  try {
    const bridge = await Caller.at('bridge', { from: tcpOnly });
    await bridge.page.locator('.shut').filter({ hasText: 'bridge.websocket: true' }).waitFor();
    assert.match(await bridge.page.locator('#where').textContent(), /tcp:\/\/127\.0\.0\.1:\d+/);
    assert.doesNotMatch(await bridge.page.locator('#where').textContent(), /WebSocket/);
    assert.equal(await bridge.page.locator('.client').count(), 0);
    await bridge.leave();
  } finally {
    await tcpOnly.stop();
  }
});

test('a door that is shut says so, on its page and on the first one', async () => {
  const shut = await Server.start({ settings: ['cheery.enabled=false'] });
  try {
    const caller = await Caller.at('cheery', { from: shut });
    await caller.page.locator('.shut').filter({ hasText: 'switched off on this server' }).filter({ hasText: 'cheery.enabled: true' }).waitFor();
    assert.equal(await caller.page.locator('.client').count(), 0);
    await caller.leave();
    const bridge = await Caller.at('bridge', { from: shut });
    await bridge.page.locator('.shut').filter({ hasText: 'listen.bridge-port' }).waitFor();
    await bridge.leave();
    const guest = await Visitor.open(browser, shut);
    await guest.page.locator('[data-door="cheery"][data-shut]').waitFor();
    assert.equal(await guest.page.locator('[data-door="rooms"][data-shut]').count(), 0);
    assert.equal(await guest.page.locator('#site-nav a').filter({ hasText: 'cheery' }).count(), 0);
    await guest.leave();
  } finally {
    await shut.stop();
  }
});

test('every link of the first page and of the doors’ pages leads somewhere', async () => {
  const followed = new Set();
  for (const path of ['', ...doors.map((door) => `doors/${door}.html`)]) {
    const visitor = await Visitor.open(browser, server, { path });
    await visitor.page.locator('#site-nav a').first().waitFor();
    const links = await visitor.page.locator('a').evaluateAll((all) => all.map(({ href }) => href));
    if (path === '') for (const door of doors) assert.ok(links.some((link) => link.endsWith(`/doors/${door}.html`)), door);
    for (const link of links) {
      if (followed.has(link)) continue;
      followed.add(link);
      assert.ok(link.startsWith(server.url), link);
      assert.equal((await fetch(link)).status, 200, link);
    }
    await visitor.leave();
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`every text of the doors’ pages stands out from its ground, ${colorScheme}`, async () => {
    for (const door of ['flyx', 'cheery']) {
      const caller = await Caller.at(door, { colorScheme, reducedMotion: 'reduce' });
      await caller.play();
      await caller.button('not JSON', caller.client('bob')).click();
      assert.deepEqual(await paleTexts(caller.page), [], door);
      await caller.leave();
    }
  });
}

test('a phone scrolls nowhere sideways, and everything one can operate has a name', async () => {
  const operable = new Set(['button', 'textbox', 'link', 'radio']);
  for (const door of doors) {
    const caller = await Caller.at(door, phone);
    await caller.play();
    assert.ok(await caller.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), door);
    const session = await caller.context.newCDPSession(caller.page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const seen = nodes.filter(({ ignored, role }) => !ignored && operable.has(role?.value));
    assert.ok(seen.length > 20, door);
    assert.deepEqual(seen.filter(({ name }) => !name?.value).map(({ role }) => role.value), [], door);
    assert.equal(await caller.page.locator('h1').count(), 1);
    await caller.leave();
  }
});
