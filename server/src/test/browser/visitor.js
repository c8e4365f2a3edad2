import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

// The same browser twice: without its windows, menus and profiles a page takes a third of the CPU to open.
const executablePath = process.env.CHROMIUM
  ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

/** Chromium with a made-up camera, that looks nobody up and asks nobody. */
export function openBrowser() {
  return chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
    ],
  });
}

/** One person in front of one page, in a browser profile of their own. */
export class Visitor {
  /** What the page complained of, and whom it asked besides the server. */
  complaints = [];

  static async open(browser, server, options) {
    const visitor = new Visitor();
    await visitor.goTo(browser, server, options);
    return visitor;
  }

  /** Opens a page of the server's, in a profile made for it. */
  async goTo(browser, server, { path = '', clock = false, ...options } = {}) {
    // an animation that nobody sees costs a quarter of a core per page
    this.context = await browser.newContext({ viewport: { width: 1360, height: 860 }, reducedMotion: 'reduce', ...options });
    this.context.setDefaultTimeout(40_000);
    this.page = await this.context.newPage();
    this.#watch(server);
    if (clock) await this.page.clock.install();
    await this.page.goto(server.url + path);
  }

  /** Opens the page and goes through the form into a room. */
  static async enter(browser, server, name, room, options) {
    const visitor = await Visitor.open(browser, server, { path: `?room=${room}`, ...options });
    await visitor.submit(name);
    await visitor.page.getByRole('button', { name: 'Leave' }).waitFor();
    return visitor;
  }

  async submit(name) {
    await this.page.getByLabel('Your name').fill(name);
    await this.page.getByRole('button', { name: 'Join the room' }).click();
  }

  /** The part of the people list about someone, once it says that the two are connected. */
  async connectedTo(name) {
    await this.person(name).filter({ hasText: 'Connected directly' }).waitFor();
  }

  person(name) {
    return this.page.locator('#people li').filter({ hasText: name });
  }

  async say(text) {
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.page.getByRole('button', { name: 'Send message' }).click();
  }

  async hears(text) {
    await this.page.locator('#messages .message:not(.own)').getByText(text, { exact: true }).waitFor();
  }

  async sees(text) {
    await this.page.getByText(text).first().waitFor();
  }

  /** Frames of it arrive, and nothing covers them. */
  async seesCameraOf(name) {
    await this.page.waitForFunction((label) => {
      const video = document.querySelector(`.tile:not(.no-picture) > video[aria-label="${label}"]`);
      return video?.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 5;
    }, `Camera of ${name}`);
  }

  async serverIs(words) {
    await this.page.locator('#server').filter({ hasText: words }).waitFor();
  }

  /** Goes away, and asserts that nothing was amiss with the page. `expected` are complaints that belong to the test. */
  async leave({ expected } = {}) {
    await this.context.close();
    assert.deepEqual(this.complaints.filter((text) => !expected?.test(text)), []);
  }

  #watch(server) {
    const { page, context, complaints } = this;
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !/^(data|blob):/.test(url)) complaints.push(`request to ${url}`);
    });
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== new URL(server.url).host) complaints.push(`socket to ${socket.url()}`);
    });
  }
}

/** Every pair of these talks, in both directions. */
export async function allPairsTalk(people) {
  for (const [name, visitor] of Object.entries(people)) {
    const words = `this is ${name} number ${Math.random()}`;
    await visitor.say(words);
    for (const other of Object.values(people)) if (other !== visitor) await other.hears(words);
  }
}
