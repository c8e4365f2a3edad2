import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server } from './server.js';
import { Visitor, openBrowser } from './visitor.js';

/** The client module without the demo page around it, as a page of someone else's would use it. */
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

/** A page that is in a room by means of the module alone; `between` may tamper with what passes to and from the server. */
async function member(name, room, between) {
  const visitor = await Visitor.open(browser, server);
  if (between) {
    await visitor.page.routeWebSocket('**/ws', (socket) => {
      const upstream = socket.connectToServer();
      const pass = (from, to, direction) => from.onMessage((text) => {
        for (const passed of between(direction, JSON.parse(text))) to.send(JSON.stringify(passed));
      });
      pass(socket, upstream, 'out');
      pass(upstream, socket, 'in');
    });
    await visitor.page.reload();
  }
  await visitor.page.evaluate(async ([username, roomId]) => {
    const { Ringdown } = await import('/client.js');
    const ringdown = new Ringdown();
    globalThis.ringdown = ringdown;
    globalThis.heard = [];
    ringdown.addEventListener('message', ({ detail: { peer, data } }) => globalThis.heard.push(`${peer.name}: ${data}`));
    await ringdown.connect(username);
    await ringdown.join(roomId);
  }, [name, room]);
  return visitor;
}

const until = ({ page }, status) => page.waitForFunction((wanted) => {
  const { peers } = globalThis.ringdown;
  return peers.length === 1 && peers[0].status === wanted;
}, status);

async function talk(one, other) {
  for (const [from, to] of [[one, other], [other, one]]) {
    const words = `hello ${Math.random()}`;
    assert.equal(await from.page.evaluate((text) => globalThis.ringdown.broadcast(text), words), 1);
    await to.page.waitForFunction((text) => globalThis.heard.some((heard) => heard.endsWith(text)), words);
  }
}

const retry = ({ page }) => page.evaluate(() => globalThis.ringdown.retry(globalThis.ringdown.peers[0]));

test('two pages without the demo meet and talk', async () => {
  const ann = await member('ann', 'module');
  const bob = await member('bob', 'module');
  await until(ann, 'open');
  await until(bob, 'open');
  await talk(ann, bob);
  await ann.leave();
  await bob.leave();
});

test('candidates that come before the answer wait for it', async () => {
  const cat = await member('cat', 'early');
  let answer;
  let candidates = 0;
  // One candidate reaches dan, before the answer; none reaches cat. So it is by that one or not at all.
  const dan = await member('dan', 'early', (direction, message) => {
    if (message.type === 'ICE_CANDIDATE') return direction === 'in' && candidates++ === 0 ? [message, ...(answer ? [answer] : [])] : [];
    if (message.type !== 'SDP_ANSWER') return [message];
    answer = { ...message, sdp: { ...message.sdp, sdp: message.sdp.sdp.replace(/a=candidate.*\r\n/g, '') } };
    return candidates > 0 ? [answer] : [];
  });
  await until(dan, 'open');
  await talk(cat, dan);
  await cat.leave();
  await dan.leave();
});

test('a link that one end closed is made anew when either end asks', async () => {
  const eve = await member('eve', 'anew');
  const fay = await member('fay', 'anew');
  for (const asks of [eve, fay]) {
    await until(eve, 'open');
    await until(fay, 'open');
    await fay.page.evaluate(() => globalThis.ringdown.peers[0].link.close());
    await until(eve, 'closed');
    await until(fay, 'closed');
    await retry(asks);
    await until(eve, 'open');
    await until(fay, 'open');
    await talk(eve, fay);
  }
  await eve.leave();
  await fay.leave();
});

test('after an answer got lost, an offer of a new connection replaces the half made one', async () => {
  const gus = await member('gus', 'lost');
  let lost = 0;
  const hal = await member('hal', 'lost', (direction, message) =>
    (direction === 'in' && message.type === 'SDP_ANSWER' && lost++ === 0 ? [] : [message]));
  await gus.page.waitForFunction(() => globalThis.ringdown.peers[0].link.answered);
  await until(hal, 'connecting');
  await retry(hal);
  await until(hal, 'open');
  await talk(gus, hal);
  await gus.leave();
  await hal.leave();
});

test('a second join leaves the first room, and leaving ends every link', async () => {
  const ian = await member('ian', 'first');
  const jo = await member('jo', 'first');
  await until(ian, 'open');
  await jo.page.evaluate(() => globalThis.ringdown.join('second'));
  await ian.page.waitForFunction(() => globalThis.ringdown.peers.length === 0);
  assert.equal(await jo.page.evaluate(() => globalThis.ringdown.peers.length), 0);
  await ian.page.evaluate(() => globalThis.ringdown.join('second'));
  await until(jo, 'open');
  await talk(ian, jo);
  await jo.page.evaluate(() => globalThis.ringdown.leave());
  await ian.page.waitForFunction(() => globalThis.ringdown.peers.length === 0);
  await ian.leave();
  await jo.leave();
});

test('refusals come as errors with the code to switch on', async () => {
  const kim = await member('kim', 'refused');
  const outcome = await kim.page.evaluate(async () => {
    const { Ringdown, SignalingError } = await import('/client.js');
    return new Ringdown().connect('kim').catch((error) => [error instanceof SignalingError, error.code]);
  });
  assert.deepEqual(outcome, [true, 'name-taken']);
  await kim.leave();
});
