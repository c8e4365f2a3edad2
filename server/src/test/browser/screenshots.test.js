import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Server } from './server.js';
import { Visitor, openBrowser } from './visitor.js';

const folder = process.env.RINGDOWN_SCREENSHOTS;
const dark = { colorScheme: 'dark' };
const light = { colorScheme: 'light' };
const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** Pictures for the README and for whoever works on the looks. */
test('pictures of the page', { skip: !folder && 'RINGDOWN_SCREENSHOTS names no folder' }, async (context) => {
  await mkdir(folder, { recursive: true });
  const server = await Server.start();
  context.after(() => server.stop());
  const browser = await openBrowser();
  context.after(() => browser.close());
  const shot = ({ page }, name) => page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });

  const guest = await Visitor.open(browser, server, { ...desktop, ...light });
  await shot(guest, 'landing');
  const permissions = ['camera', 'microphone'];
  const mara = await Visitor.enter(browser, server, 'Mara', 'amber-otter-42', { ...desktop, ...light, permissions });
  const theo = await Visitor.enter(browser, server, 'Theo', 'amber-otter-42', { ...desktop, ...dark });
  const ines = await Visitor.enter(browser, server, 'Inès', 'amber-otter-42', { ...phone, ...light, permissions });
  await mara.connectedTo('Theo');
  await mara.connectedTo('Inès');
  await ines.page.getByRole('button', { name: 'People' }).tap();
  await ines.connectedTo('Theo');
  await ines.page.getByRole('button', { name: 'Line' }).tap();
  await ines.page.locator('.way').first().filter({ hasText: 'direct' }).waitFor();
  await shot(ines, 'phone-line');
  await ines.page.getByRole('button', { name: /Chat/ }).tap();

  const talk = [
    [theo, 'Morning! I opened the link and here you both are.'],
    [mara, 'Good morning. None of this passes through the server any more, by the way: look at the line on the right.'],
    [ines, 'Same on the phone. Shall we go through the drawings?'],
    [mara, 'Yes, here are mine.'],
  ];
  for (const [visitor, words] of talk) {
    await visitor.say(words);
    for (const other of [mara, theo, ines]) if (other !== visitor) await other.hears(words);
  }
  await mara.page.locator('#files').setInputFiles({ name: 'floor-plan.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(3_400_000) });
  await mara.page.getByRole('button', { name: 'Send', exact: true }).click();
  await mara.sees('3.4 MB, received by everyone');
  await theo.say('Got it. Switching my camera on in a minute.');
  await mara.hears('Got it. Switching my camera on in a minute.');
  await mara.page.locator('.way').last().filter({ hasText: 'direct' }).waitFor();
  await shot(mara, 'demo');
  await shot(ines, 'phone');

  for (const visitor of [mara, ines]) await visitor.page.getByRole('button', { name: 'Camera', exact: true }).click();
  for (const [visitor, name] of [[theo, 'Mara'], [theo, 'Inès'], [mara, 'Inès'], [ines, 'Mara']]) {
    await visitor.seesCameraOf(name);
  }
  await shot(theo, 'cameras-dark');
  await server.stop();
  await mara.serverIs('Server away');
  await mara.page.locator('#notice').waitFor();
  await shot(mara, 'away');
});

test('pictures of the doors', { skip: !folder && 'RINGDOWN_SCREENSHOTS names no folder' }, async (context) => {
  await mkdir(folder, { recursive: true });
  const server = await Server.start({ bridge: true, settings: ['bridge.websocket=true'] });
  context.after(() => server.stop());
  const browser = await openBrowser();
  context.after(() => browser.close());
  const { doors } = await (await fetch(`${server.url}config.json`)).json();
  for (const { name, page: path } of doors.filter(({ page }) => page)) {
    for (const [kind, options] of [['light', { ...desktop, ...light }], ['dark', { ...desktop, ...dark }], ['phone', { ...phone, ...light }]]) {
      const visitor = await Visitor.open(browser, server, { path: path.slice(1), ...options });
      await visitor.page.getByRole('button', { name: 'Play all' }).click();
      await visitor.page.locator('.guide-said').filter({ hasText: 'That was all of it' }).waitFor();
      await visitor.page.locator('.try').evaluate((section) => scrollTo(0, section.offsetTop - 24));
      await visitor.page.screenshot({ path: join(folder, `door-${name}-${kind}.png`), animations: 'disabled' });
      await visitor.leave();
    }
  }
});
