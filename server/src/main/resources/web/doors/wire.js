/**
 * One client's connection to a door, and everything that goes over it. It understands none of it: what a message means
 * is the door's description's business.
 *
 * Events, CustomEvents:
 *   state   the state changed
 *   entry   {at, kind, text, bytes, ...} one line for the log; `kind` is `out`, `in`, `open` (with `url`) or `closed`
 *           (with `code`, `reason` and whether it ever `opened`). What went out has the `name` by which the
 *           door's description calls it; what went over HTTP, both ways, a `label` for people, as `GET /rooms/hK3f9Z`.
 */
export class Wire extends EventTarget {
  #socket = null;
  #state = 'idle';

  /** One of `idle`, `connecting`, `open`, `closed`. */
  get state() {
    return this.#state;
  }

  open(url) {
    this.forget();
    let opened = false;
    let socket;
    try {
      socket = new WebSocket(url);
    } catch (error) {
      this.#entry({ kind: 'closed', code: 0, reason: error.message, opened });
      this.#enter('closed');
      return;
    }
    this.#socket = socket;
    this.#enter('connecting');
    socket.onopen = () => {
      opened = true;
      this.#entry({ kind: 'open', url });
      this.#enter('open');
    };
    socket.onmessage = ({ data }) => this.#entry({ kind: 'in', ...carried(data) });
    socket.onclose = ({ code, reason }) => {
      this.#socket = null;
      this.#entry({ kind: 'closed', code, reason, opened });
      this.#enter('closed');
    };
  }

  /** Sends a text, or bytes as a binary message; returns whether there was a connection to send it over. */
  send(name, data) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(data);
    this.#entry({ kind: 'out', name, ...carried(data) });
    return true;
  }

  /** Asks over HTTP; resolves to the answer's status and text once it is there. */
  async request(name, method, url, body) {
    const { pathname } = new URL(url);
    this.#entry({ kind: 'out', name, label: `${method} ${pathname}`, ...carried(body) });
    try {
      const headers = body ? { 'content-type': 'application/json' } : {};
      const response = await fetch(url, { method, headers, body: body || undefined });
      const text = await response.text();
      this.#entry({ kind: 'in', label: `${response.status} ${response.statusText}`.trim(), ok: response.ok, ...carried(text) });
    } catch (error) {
      this.#entry({ kind: 'in', label: 'no answer', ok: false, ...carried(error.message) });
    }
  }

  /** Ends the connection as a client that has had enough does. */
  close() {
    this.#socket?.close(1000);
  }

  /** Ends it without another word to the log. */
  forget() {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
    this.#enter('idle');
  }

  #enter(state) {
    this.#state = state;
    this.dispatchEvent(new CustomEvent('state'));
  }

  #entry(detail) {
    this.dispatchEvent(new CustomEvent('entry', { detail: { at: Date.now(), ...detail } }));
  }
}

function carried(data = '') {
  return typeof data === 'string'
    ? { text: data, bytes: new TextEncoder().encode(data).length }
    : { text: '', binary: true, bytes: data.byteLength ?? data.size };
}
