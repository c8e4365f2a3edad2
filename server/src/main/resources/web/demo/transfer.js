/**
 * One file on its way over a data channel of its own. The sender says `{name, size, type}` in a text, then the bytes
 * in pieces; the receiver says `received` when it has them all. Whoever closes the channel before that gives up.
 *
 * Event: `progress`, for any change of the properties.
 */
export class Transfer extends EventTarget {
  moved = 0;
  /** `waiting`, `moving`, `done` or `failed`. */
  state = 'waiting';
  /** The whole file once it is received. */
  blob = null;

  constructor(peer, channel, { name = '', size = 0, type = '' } = {}) {
    super();
    this.peer = peer;
    this.channel = channel;
    Object.assign(this, { name, size, type });
    channel.addEventListener('close', () => this.fail());
    channel.addEventListener('error', () => this.fail());
  }

  get over() {
    return this.state === 'done' || this.state === 'failed';
  }

  advance(moved) {
    this.moved = moved;
    if (!this.over) this.#enter('moving');
  }

  finish() {
    this.moved = this.size;
    this.#enter('done');
  }

  fail() {
    if (!this.over) this.#enter('failed');
    this.channel.close();
  }

  #enter(state) {
    this.state = state;
    this.dispatchEvent(new Event('progress'));
  }
}

/** A piece that every browser takes as one message. */
const pieceBytes = 64 * 1024;
/** What is read from the disk at once, and what may wait in the channel before the next is read. */
const windowBytes = 1024 * 1024;
/** What a file may have: it is held in memory until it is saved. */
export const maxFileBytes = 1024 ** 3;

/** Sends a file to one peer. */
export function sendFile(peer, file) {
  const channel = peer.openChannel('file');
  const transfer = new Transfer(peer, channel, file);
  channel.bufferedAmountLowThreshold = windowBytes;
  channel.onbufferedamountlow = () => transfer.advance(transfer.moved);
  channel.onmessage = ({ data }) => {
    if (data !== 'received') return;
    transfer.finish();
    channel.close();
  };
  channel.onopen = () => push(transfer, file).catch(() => transfer.fail());
  return transfer;
}

async function push(transfer, file) {
  const { channel } = transfer;
  channel.send(JSON.stringify({ name: file.name, size: file.size, type: file.type }));
  for (let at = 0; at < file.size; at += windowBytes) {
    const part = await file.slice(at, at + windowBytes).arrayBuffer();
    for (let i = 0; i < part.byteLength; i += pieceBytes) channel.send(part.slice(i, i + pieceBytes));
    transfer.advance(at + part.byteLength - channel.bufferedAmount);
    if (channel.bufferedAmount > windowBytes) await drained(channel);
  }
}

function drained(channel) {
  return new Promise((resolve, reject) => {
    channel.addEventListener('bufferedamountlow', resolve, { once: true });
    channel.addEventListener('close', reject, { once: true });
  });
}

/** Takes the file that a peer sends over this channel. */
export function receiveFile(peer, channel) {
  const transfer = new Transfer(peer, channel);
  const parts = [];
  const start = (text) => {
    const { name, size, type } = JSON.parse(text);
    if (!Number.isSafeInteger(size) || size < 0 || size > maxFileBytes) throw new RangeError(`size ${size}`);
    Object.assign(transfer, { name: String(name).slice(0, 255), size, type: String(type) });
  };
  channel.onmessage = ({ data }) => {
    if (transfer.over) return;
    try {
      if (typeof data === 'string') start(data);
      else parts.push(data);
    } catch {
      transfer.fail();
      return;
    }
    transfer.advance(transfer.moved + (data.byteLength ?? 0));
    if (transfer.moved > transfer.size) transfer.fail();
    if (transfer.moved !== transfer.size || transfer.over) return;
    transfer.blob = new Blob(parts, { type: shown.has(transfer.type) ? transfer.type : 'application/octet-stream' });
    transfer.finish();
    channel.send('received');
  };
  return transfer;
}

/** Types that are safe to look at in the page; everything else is bytes to be saved. */
const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
