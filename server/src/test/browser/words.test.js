import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server } from './server.js';
import { Visitor, openBrowser } from './visitor.js';

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

/** A page whose server, as far as the socket goes, is played by the test: `answers` maps a message's type to what follows. */
async function scripted(answers) {
  const visitor = await Visitor.open(browser, server, { clock: true });
  const sockets = [];
  const sent = [];
  await visitor.page.routeWebSocket('**/ws', (socket) => {
    sockets.push(socket);
    socket.onMessage((text) => {
      const message = JSON.parse(text);
      sent.push(message);
      answers[message.type]?.(socket, message);
    });
  });
  await visitor.page.reload();
  return { visitor, sockets, sent };
}

const tell = (socket, message) => socket.send(JSON.stringify(message));
const admit = (socket, { username }) => tell(socket, { type: 'AUTH_SUCCESS', status: 'success', username });
const alone = (socket, { roomId }) => tell(socket, { type: 'ROOM_MEMBERS', roomId, members: [] });

/** From here on the page's timers wait for the test: a pause before a reconnect lasts until it has been looked at. */
async function stopTheClock({ page }) {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
}

async function inRoom(answers = {}) {
  const script = await scripted({ IDENTIFY: admit, JOIN_ROOM: alone, ...answers });
  await script.visitor.submit('ann');
  await script.visitor.page.getByRole('button', { name: 'Leave' }).waitFor();
  return script;
}

test('a full room is told at the field of the room', async () => {
  const { visitor } = await scripted({
    IDENTIFY: admit,
    JOIN_ROOM: (socket) => tell(socket, { type: 'ERROR', code: 'room-full', message: 'no more than 16' }),
  });
  await visitor.submit('ann');
  await visitor.page.locator('#room-error').filter({ hasText: 'That room is full.' }).waitFor();
  await visitor.page.locator('#room:focus').waitFor();
  await visitor.leave();
});

test('a name and a room that the server does not take are told at their fields', async () => {
  const ann = await Visitor.open(browser, server, { path: `?room=${'r'.repeat(128)}${'ü'.repeat(80)}` });
  await ann.submit('a\u202Eb');
  await ann.page.locator('#name-error').filter({ hasText: 'The server does not take that name.' }).waitFor();
  await ann.submit('ann');
  await ann.page.locator('#room-error').filter({ hasText: 'The server does not take that room name.' }).waitFor();
  await ann.leave();
});

test('a refusal that the page has no words for is passed on as the server put it', async () => {
  const { visitor } = await scripted({
    IDENTIFY: (socket) => tell(socket, { type: 'AUTH_ERROR', status: 'error', username: '', message: 'No Tuesdays.' }),
  });
  await visitor.submit('ann');
  await visitor.sees('The server refused: No Tuesdays.');
  await visitor.leave();
});

for (const [code, reason, words] of [
  [1001, 'shutdown: the server is stopping, come back in a moment', 'The server is restarting.'],
  [1008, 'rate-limited: too many messages or errors, slow down', 'The server hung up: this page sent too much in too short a time.'],
  [1008, 'slow-reader: this client reads too slowly', 'The server hung up: this page took in messages too slowly.'],
  [1011, 'internal-error: the server failed', 'The server had a fault of its own.'],
]) {
  test(`a close with ${code} ${reason.split(':')[0]} is told in words, with a countdown, and survived`, async () => {
    const { visitor, sockets, sent } = await inRoom();
    await stopTheClock(visitor);
    await sockets[0].close({ code, reason });
    await visitor.sees(words);
    await visitor.sees(/Trying again in \d+ s/);
    await visitor.page.getByRole('button', { name: 'Try now' }).click();
    await visitor.serverIs('Server connected');
    await visitor.page.locator('#notice').waitFor({ state: 'hidden' });
    const rooms = sent.filter(({ type }) => type === 'JOIN_ROOM').map(({ roomId }) => roomId);
    assert.deepEqual(rooms, [rooms[0], rooms[0]]);
    await visitor.leave();
  });
}

test('a close after which the same page would be refused again is not followed by another attempt', async () => {
  const { visitor, sockets } = await inRoom();
  await sockets[0].close({ code: 1009, reason: 'too-big: the message is larger than this door allows' });
  await visitor.sees('The server hung up for good');
  await visitor.page.getByRole('button', { name: 'Start over' }).waitFor();
  assert.equal(sockets.length, 1);
  await visitor.leave();
});

test('a name that the lost connection still holds is asked for again until it is free', async () => {
  let attempts = 0;
  const { visitor, sockets } = await inRoom({
    IDENTIFY: (socket, message) => {
      if (++attempts !== 2) return admit(socket, message);
      return tell(socket, { type: 'AUTH_ERROR', status: 'error', username: '', message: 'Username already taken.' });
    },
  });
  await stopTheClock(visitor);
  await sockets[0].close({ code: 1011, reason: 'internal-error: x' });
  await visitor.serverIs('Server away');
  await visitor.page.clock.runFor(1_000);
  await visitor.sees('The server still holds your name');
  await visitor.page.clock.runFor(2_000);
  await visitor.serverIs('Server connected');
  assert.equal(attempts, 3);
  await visitor.leave();
});

test('what the page does not know, or was not told the sender of, does no harm', async () => {
  const { visitor, sockets, sent } = await inRoom();
  const [socket] = sockets;
  socket.send('not json');
  for (const message of [
    { type: 'TOMORROWS_MESSAGE', depth: { of: 'news' } },
    { type: 'SDP_OFFER', fromPeerId: 'stranger', toPeerId: 'me', sdp: { type: 'offer', sdp: 'v=0' } },
    { type: 'ICE_CANDIDATE', fromPeerId: 'stranger', toPeerId: 'me', iceCandidate: { candidate: 'candidate:1' } },
    { type: 'PEER_LEFT_ROOM', roomId: 'x', peer: { id: 'stranger', username: 'stranger' } },
  ]) tell(socket, message);
  tell(socket, { type: 'ERROR', code: 'bad-message', message: 'a last word' });
  await visitor.sees('The server refused: a last word');
  assert.deepEqual(sent.map(({ type }) => type), ['IDENTIFY', 'JOIN_ROOM']);
  assert.equal(await visitor.page.locator('#people li').count(), 1);
  await visitor.leave();
});

/** The same candidate with port 9, at which nobody answers. */
const toNowhere = (line) => line.replace(/ \d+ typ /, ' 9 typ ');

test('no route between two is told in words, and trying again finds one once there is one', async () => {
  let walled = true;
  const misled = (context) => context.routeWebSocket('**/ws', (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((text) => {
      const message = JSON.parse(text);
      if (walled && message.type === 'ICE_CANDIDATE') message.iceCandidate.candidate = toNowhere(message.iceCandidate.candidate);
      socket.send(JSON.stringify(message));
    });
  });
  const both = [];
  for (const name of ['dan', 'eli']) {
    const visitor = await Visitor.open(browser, server, { path: '?room=walled' });
    await misled(visitor.context);
    await visitor.page.reload();
    await visitor.submit(name);
    both.push(visitor);
  }
  const [dan, eli] = both;
  for (const [visitor, name] of [[dan, 'eli'], [eli, 'dan']]) {
    await visitor.page.locator('#notice').filter({ hasText: `No route to ${name}.` }).waitFor({ timeout: 60_000 });
    await visitor.sees('A firewall or router stands between.');
    await visitor.page.locator('#notice').getByRole('button', { name: 'Try again' }).waitFor();
  }
  walled = false;
  await eli.page.locator('.line-card').getByRole('button', { name: 'Try again' }).click();
  await eli.connectedTo('dan');
  await dan.connectedTo('eli');
  await dan.page.locator('#notice').waitFor({ state: 'hidden' });
  for (const visitor of both) await visitor.leave();
});
