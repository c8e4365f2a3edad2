/**
 * Ringdown in the browser: a room of peers that talk directly to each other, introduced by a Ringdown server.
 *
 *   import { Ringdown } from 'https://your.server/client.js';
 *
 *   const ringdown = new Ringdown();
 *   ringdown.addEventListener('message', ({ detail: { peer, data } }) => console.log(peer.name, data));
 *   await ringdown.connect('alice');
 *   await ringdown.join('cool-room');
 *   ringdown.broadcast('Hello, everyone');
 *
 * No dependencies, no build step. It speaks the server's rooms protocol, so it also meets peers that run another client.
 */
import { Peer } from './client/peer.js';
import { Signaling, SignalingError } from './client/signaling.js';

export { Signaling, SignalingError };

/**
 * A mesh: one direct connection with each other member of the room. Whoever joins makes the offers.
 *
 * Peers stay when the server goes away; when it is back, this peer joins again by itself, and so do the others. A peer
 * counts as here as long as the server lists it or its link is open.
 *
 * Events, all CustomEvents with these details:
 *   state       {state, code, reason, retryAt}  the connection to the server, see Signaling
 *   peerjoined  {peer}            a new name in the room, also for those who were here first
 *   peerchange  {peer}            anything about its link
 *   peerleft    {peer}
 *   message     {peer, data}      a string or an ArrayBuffer, straight from the peer
 *   channel     {peer, channel}   the peer opened a data channel of its own
 *   media       {peer}            what `peer.media` holds
 *   error       {code, message}   the server refused something
 *   traffic     {direction, message, at}  every signaling message
 */
export class Ringdown extends EventTarget {
  #peers = new Map();
  #tracks = new Map();
  #stream = new MediaStream();

  /**
   * @param {object} [options]
   * @param {string | URL} [options.url] of the rooms door; that of the server this file came from unless told
   * @param {RTCIceServer[]} [options.iceServers] none unless told, which does within one network
   * @param {object} [options.reconnect] see Signaling
   */
  constructor({ url = besideThisFile(), iceServers = [], reconnect } = {}) {
    super();
    this.iceServers = iceServers;
    this.signaling = new Signaling(url, reconnect);
    const on = (type, listener) => this.signaling.addEventListener(type, ({ detail }) => listener(detail));
    for (const type of ['state', 'error', 'traffic']) on(type, (detail) => this.#emit(type, detail));
    on('members', ({ members }) => this.#meetAll(members));
    on('peerjoined', ({ peer }) => this.#meet(peer, false));
    on('peerleft', ({ peer }) => this.#unlist(peer.id));
    on('offer', ({ from, description }) => this.#offered(from, description));
    on('answer', ({ from, description }) => this.#ofLink(from, (link) => link.describe(description)));
    on('candidate', ({ from, candidate }) => this.#ofLink(from, (link) => link.candidate(candidate)));
  }

  /** Everyone else in the room. */
  get peers() {
    return [...this.#peers.values()];
  }

  get roomId() {
    return this.signaling.roomId;
  }

  /** Connects under a name. Rejects with a SignalingError, see {@link Signaling#connect}. */
  connect(username) {
    return this.signaling.connect(username);
  }

  /** Joins a room, leaving the one before. Rejects with a SignalingError when the server refuses. */
  async join(roomId) {
    this.#hangUp();
    await this.signaling.join(roomId);
  }

  /** Sends a text or bytes directly to everyone whose link is open; returns to how many that was. */
  broadcast(data) {
    return this.peers.filter((peer) => peer.send(data)).length;
  }

  /**
   * Sends a camera's or microphone's track to everyone, also to those who come later; `null` switches that kind off.
   * The caller keeps the track and stops it.
   *
   * @param {'audio' | 'video'} kind
   * @param {MediaStreamTrack | null} track
   */
  share(kind, track) {
    const before = this.#tracks.get(kind);
    if (before) this.#stream.removeTrack(before);
    if (track) this.#stream.addTrack(track);
    this.#tracks.set(kind, track);
    for (const peer of this.peers) peer.link.setTrack(kind, track, this.#stream);
  }

  /** Tries again to reach a peer whose link failed, was closed or never came about. */
  retry(peer) {
    if (peer.link.closed || !peer.link.answered) this.#call(peer, true);
    else peer.link.restart();
  }

  /** Leaves the room and hangs up on everyone; the name stays ours. */
  leave() {
    this.signaling.leave();
    this.#hangUp();
  }

  /** Leaves for good. */
  close() {
    this.signaling.close();
    this.#hangUp();
  }

  #meetAll(members) {
    const names = new Set(members.map(({ username }) => username));
    for (const peer of this.peers) {
      if (!names.has(peer.name)) this.#unlist(peer.id);
    }
    for (const member of members) this.#meet(member, true);
  }

  #meet({ id, username }, offers) {
    let peer = this.#peers.get(username);
    const isNew = !peer;
    if (isNew) {
      peer = new Peer(username);
      this.#peers.set(username, peer);
    }
    peer.id = id;
    peer.listed = true;
    this.#call(peer, offers);
    if (isNew) this.#emit('peerjoined', { peer });
  }

  /** Makes a new link; what an older one still tries to negotiate goes nowhere from now on. */
  #call(peer, offers) {
    const send = (kind) => (payload) => peer.link === link && this.signaling[kind](peer.id, payload);
    const signal = { offer: send('offer'), answer: send('answer'), candidate: send('candidate') };
    const link = peer.addLink({ offers, iceServers: this.iceServers, signal });
    for (const [kind, track] of this.#tracks) link.setTrack(kind, track, this.#stream);
    link.addEventListener('change', () => this.#changed(peer));
    link.addEventListener('spoilt', () => peer.link === link && this.#call(peer, true));
    link.addEventListener('message', ({ detail: { data } }) => this.#emit('message', { peer, data }));
    link.addEventListener('channel', ({ detail: { channel } }) => this.#emit('channel', { peer, channel }));
    for (const type of ['media', 'open', 'close']) link.addEventListener(type, () => this.#emit('media', { peer }));
    return link;
  }

  #offered(from, description) {
    this.#ofLink(from, (link, peer) => {
      const target = link.closed || link.isForeign(description) ? this.#call(peer, false) : link;
      return target.describe(description);
    });
  }

  /** What comes from someone the server has not told us of is dropped. */
  #ofLink(from, use) {
    const peer = this.peers.find(({ id }) => id === from);
    if (!peer) return;
    Promise.resolve(use(peer.link, peer)).catch(({ message }) => {
      if (!peer.link.closed) this.#emit('error', { code: 'negotiation', message: `${peer.name}: ${message}` });
    });
  }

  #unlist(id) {
    const peer = this.peers.find((other) => other.id === id);
    if (!peer) return;
    peer.listed = false;
    this.#changed(peer);
  }

  #changed(peer) {
    if (this.#peers.get(peer.name) !== peer) return;
    const here = peer.listed || peer.status === 'open';
    const hungUpWhileAlone = peer.status === 'closed' && !this.signaling.online;
    if (here && !hungUpWhileAlone) this.#emit('peerchange', { peer });
    else this.#drop(peer);
  }

  #drop(peer) {
    this.#peers.delete(peer.name);
    peer.close();
    this.#emit('peerleft', { peer });
  }

  #hangUp() {
    for (const peer of this.peers) this.#drop(peer);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function besideThisFile() {
  const url = new URL('ws', import.meta.url);
  url.protocol = url.protocol.replace('http', 'ws');
  return url;
}
