import { Link } from './link.js';

/** How long a link that a newer one replaced is kept for what is still under way on it. */
const graceMillis = 3_000;

/**
 * Someone else in the room. A peer outlives its links: after a restart of the server the two negotiate anew, and until
 * the new link is open the old one carries on. Made by {@link Ringdown}, which also says what happens to it.
 */
export class Peer {
  #links = [];

  constructor(name) {
    this.name = name;
    /** The server's id for it, another one after each reconnect. */
    this.id = '';
    /** Whether the server counts it among the room's members; false also while its connection to the server is lost. */
    this.listed = false;
  }

  /** The newest link. */
  get link() {
    return this.#links.at(-1);
  }

  /** The newest link that chat goes through, if any. */
  get openLink() {
    return this.#links.findLast((link) => link.open);
  }

  /**
   * One of `connecting`, `open`, `interrupted` (may recover), `failed` (no route), `silent` (no answer to our offer, or
   * no offer), `closed` (the far end hung up).
   */
  get status() {
    const { openLink, link } = this;
    const state = (openLink ?? link).connectionState;
    if (state === 'failed' || state === 'closed') return state;
    if (state === 'disconnected') return 'interrupted';
    if (openLink) return 'open';
    if (link.overdue) return link.answered ? 'failed' : 'silent';
    return 'connecting';
  }

  /** What it sends of camera and microphone. */
  get media() {
    return (this.openLink ?? this.link).media;
  }

  /** Sends a text or bytes directly to this peer. Returns false, and does nothing, when no link is open. */
  send(data) {
    const link = this.openLink;
    link?.send(data);
    return link !== undefined;
  }

  /** Opens a data channel of your own, for a file for example; the far end gets a `channel` event. */
  openChannel(label, options) {
    const link = this.openLink;
    if (!link) throw new Error(`no open link to ${this.name}`);
    return link.openChannel(label, options);
  }

  /** @package */
  addLink(options) {
    const link = new Link(options);
    this.#links.push(link);
    link.addEventListener('open', () => this.#retireBefore(link));
    link.addEventListener('close', () => this.#forget(link));
    for (const older of this.#links.slice(0, -1)) if (!older.open) older.close();
    return link;
  }

  /** @package */
  close() {
    for (const link of [...this.#links]) link.close();
  }

  #retireBefore(open) {
    for (const link of this.#links.slice(0, this.#links.indexOf(open))) retire(link);
  }

  #forget(link) {
    if (this.#links.length > 1) this.#links = this.#links.filter((other) => other !== link);
  }
}

function retire(link) {
  setTimeout(() => (link.channels.size > 0 ? retire(link) : link.close()), graceMillis);
}
