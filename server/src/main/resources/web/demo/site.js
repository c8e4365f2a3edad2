import { byId, el } from './dom.js';

/** Where the server is, whichever of its pages this is: the address of `/`. */
export const root = new URL('..', import.meta.url);

/** The settings the server gives its pages: `{iceServers, version, doors}`. Without them the page works all the same. */
export async function loadConfig() {
  try {
    const response = await fetch(new URL('config.json', root), { headers: { accept: 'application/json' } });
    const config = response.ok ? await response.json() : {};
    return { iceServers: config.iceServers ?? [], version: config.version ?? '', doors: config.doors ?? [] };
  } catch {
    return { iceServers: [], version: '', doors: [] };
  }
}

/** Fills the header that all pages share: a link for each door `{name, page}` that has a page of its own. */
export function fillHeader({ doors }) {
  const nav = byId('site-nav');
  nav.replaceChildren();
  for (const { name, page } of doors) {
    if (!page) continue;
    const link = el('a', { href: new URL(`.${page}`, root), textContent: name });
    if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page');
    nav.append(link);
  }
  nav.hidden = nav.childElementCount === 0;
}
