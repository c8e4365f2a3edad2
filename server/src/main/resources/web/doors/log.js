import { bytes, el, keepAtEnd, setText } from '../demo/dom.js';
import { explain } from './closes.js';

const maxRows = 500;

/**
 * Everything that goes by, newest last: a lane for each client, the server between them. Each row opens to show the
 * whole message, laid out or as it was sent.
 */
export class Log {
  #rows = el('ol', { role: 'log', 'aria-label': 'Messages as they go by' });
  #frame = el('div', { className: 'ladder-rows', tabIndex: 0, role: 'group', 'aria-label': 'Messages' }, this.#rows);
  #pause = el('button', { type: 'button', className: 'button small', 'aria-pressed': 'false', textContent: 'Pause' });
  #waiting = [];
  #paused = false;
  #nameOf;
  #clients;

  /**
   * @param {string[]} clients the two whose lanes these are
   * @param {(text: string) => string} nameOf how the door calls a message
   */
  constructor(clients, nameOf) {
    this.#clients = clients;
    this.#nameOf = nameOf;
    const clear = el('button', { type: 'button', className: 'button small', textContent: 'Clear' });
    clear.addEventListener('click', () => this.clear());
    this.#pause.addEventListener('click', () => this.#toggle());
    this.element = el('section', { className: 'ladder', 'aria-labelledby': 'ladder-title' },
      el('header', {},
        el('h3', { id: 'ladder-title', textContent: 'As it goes by' }),
        el('div', { className: 'ladder-buttons' }, this.#pause, clear)),
      el('div', { className: 'lanes', 'aria-hidden': 'true' },
        el('span', { className: 'first', textContent: clients[0] }),
        el('span', { className: 'exchange', textContent: 'server' }),
        el('span', { className: 'second', textContent: clients[1] })),
      this.#frame);
    keepAtEnd(this.#frame, this.#rows);
  }

  clear() {
    this.#waiting = [];
    this.#rows.replaceChildren();
    this.#label();
  }

  /** Adds a line for one client; while paused it waits. */
  add(client, entry) {
    if (this.#paused) {
      this.#waiting.push([client, entry]);
      this.#label();
      return;
    }
    const text = entry.kind === 'open' || entry.kind === 'closed' ? this.#event(client, entry) : this.#message(client, entry);
    this.#rows.append(text);
    if (this.#rows.childElementCount > maxRows) this.#rows.firstElementChild.remove();
  }

  #toggle() {
    this.#paused = !this.#paused;
    this.#pause.setAttribute('aria-pressed', String(this.#paused));
    if (!this.#paused) this.#waiting.splice(0).forEach(([client, entry]) => this.add(client, entry));
    this.#label();
  }

  #label() {
    setText(this.#pause, !this.#paused ? 'Pause' : `Go on${this.#waiting.length ? ` (${this.#waiting.length})` : ''}`);
  }

  #row(client, kind, content) {
    const side = client === this.#clients[0] ? 'first' : 'second';
    return el('li', { className: `row ${side} ${kind}` }, content);
  }

  #event(client, { at, kind, url, ...close }) {
    const words = kind === 'open'
      ? [el('b', { textContent: 'connected' }), ' to ', el('span', { className: 'mono', textContent: new URL(url).pathname + new URL(url).search })]
      : [el('b', { textContent: `closed ${close.code || ''}` }), close.reason ? ` “${close.reason}” ` : ' ', explain(close)];
    const bad = kind === 'closed' && close.code !== 1000;
    return this.#row(client, `${kind}${bad ? ' bad' : ''}`, el('p', { className: 'happening' },
      el('time', { textContent: stamp(at) }), el('span', { className: 'who', textContent: client }), el('span', {}, ...words)));
  }

  #message(client, entry) {
    const { at, kind, text, label } = entry;
    const out = kind === 'out';
    const name = label ?? (entry.binary ? '(binary)' : this.#nameOf(text));
    const summary = el('summary', {},
      el('time', { textContent: stamp(at) }),
      el('span', { className: 'who', textContent: client }),
      el('span', { className: `arrow-of ${kind}`, role: 'img', 'aria-label': out ? 'to the server' : 'from the server' }),
      el('span', { className: 'what', textContent: name }),
      el('span', { className: 'gist mono', textContent: entry.binary || text === name ? '' : gist(text) }),
      el('span', { className: 'size', textContent: bytes(entry.bytes) }));
    const details = el('details', {}, summary);
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) details.append(whole(entry));
    });
    return this.#row(client, `${kind}${entry.ok === false || /^error$/i.test(name) || name === 'AUTH_ERROR' ? ' bad' : ''}`, details);
  }
}

/** The message in full: JSON laid out, and on demand exactly as it was sent. */
function whole({ text, binary }) {
  const laidOut = pretty(text);
  const pre = el('pre', { className: 'mono', tabIndex: 0, textContent: binary ? '(bytes)' : laidOut });
  if (laidOut === text) return el('div', { className: 'whole' }, pre);
  const raw = el('button', { type: 'button', className: 'link-button', 'aria-pressed': 'false', textContent: 'As sent' });
  raw.addEventListener('click', () => {
    const asSent = raw.getAttribute('aria-pressed') === 'false';
    raw.setAttribute('aria-pressed', String(asSent));
    pre.textContent = asSent ? text : laidOut;
  });
  return el('div', { className: 'whole' }, pre, raw);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What a message says beside its type, on one line. */
function gist(text) {
  try {
    const { type, ...rest } = JSON.parse(text);
    return typeof type === 'string' ? JSON.stringify(rest).slice(1, -1).slice(0, 400) : text.slice(0, 400);
  } catch {
    return text.trim().replace(/^[A-Z]+\s*\n/, '').replace(/\s*[\r\n]+\s*/g, ' · ').slice(0, 400);
  }
}

/** To the millisecond; which hour it is, one knows. */
const stamp = (at) => new Date(at).toISOString().slice(14, 23);
