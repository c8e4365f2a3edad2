import { Peer } from '../client/peer.js';

/**
 * Being put through to a stranger by the vyoma door: one WebSocket, one partner at a time, and, once both have asked for it,
 * a direct line to that partner.
 *
 * Events, all CustomEvents with these details:
 *   change      any of the properties below
 *   peerjoined  {peer}        somebody is there: `peer` has a name, and `send(words)`, false if that reached nobody
 *   peerleft    {peer}
 *   message     {peer, data}  a text
 *   typing      {peer}
 *   media       {peer}        what `peer.media` holds
 *   error       {code, message}  the server refused something
 */
export class Pairing extends EventTarget {
  #url;
  #socket = null;
  #timer = 0;
  #attempt = 0;
  #partner = null;
  #line = null;
  #tracks = new Map();
  #stream = new MediaStream();

  iceServers = [];
  /** Whether to go direct as soon as the partner wants to, too. */
  eager = false;
  /** One of `idle`, `connecting`, `waiting`, `paired`, `alone` (the partner left). */
  state = 'idle';
  /** Whether there is a connection to the server. */
  online = false;
  /** When the next attempt to reach the server is made, like Date.now(); 0 if none is to be made. */
  retryAt = 0;
  /** How the last connection ended: {code, reason}. */
  closed = null;
  /**
   * One of `no`, `asked` (this end would like to), `invited` (the other one would), `declined`, `linking`, `open`, `failed`,
   * `never` (the partner's program cannot).
   */
  direct = 'no';

  constructor(url) {
    super();
    this.#url = url;
  }

  /** The partner, in a list; empty if there is none. */
  get peers() {
    return this.#partner ? [this.#partner] : [];
  }

  /** Looks for somebody; parts with the partner, if there is one. */
  next() {
    this.#part();
    if (this.online) {
      this.#send({ type: 'next' });
      this.#become('waiting');
    } else if (!this.#socket) {
      this.#connect();
    }
  }

  /** Ends it all. */
  leave() {
    clearTimeout(this.#timer);
    this.retryAt = 0;
    this.#attempt = 0;
    const socket = this.#socket;
    this.#socket = null;
    this.online = false;
    socket?.close(1000);
    this.#part();
    this.#become('idle');
  }

  /** Does not wait for the time of the next attempt. */
  retryNow() {
    if (!this.#socket) this.#connect();
  }

  /** Whether the server carries anything to the partner. */
  get reachable() {
    return this.online && this.#partner !== null && !this.#partner.left;
  }

  /** Tells the partner that something is being written. */
  typing() {
    if (this.#partner && !this.#partner.plain) this.#tell({ type: 'typing' });
  }

  /** Asks the partner to go direct, or agrees to it. */
  goDirect() {
    if (!this.#partner || ['asked', 'linking', 'open', 'never'].includes(this.direct)) return;
    const agreed = this.direct === 'invited';
    this.direct = 'asked';
    this.#signal({ kind: 'ask' });
    if (agreed) this.#link();
    this.#changed();
  }

  /** Tells the partner that this end would rather not. */
  decline() {
    this.direct = 'no';
    this.#signal({ kind: 'decline' });
    this.#changed();
  }

  /** Sends a camera's or microphone's track to the partner; `null` switches that kind off. The caller keeps the track. */
  share(kind, track) {
    const before = this.#tracks.get(kind);
    if (before) this.#stream.removeTrack(before);
    if (track) this.#stream.addTrack(track);
    this.#tracks.set(kind, track);
    this.#line?.link.setTrack(kind, track, this.#stream);
  }

  /** The kind of route in use on the direct line; null if there is none. */
  route() {
    return (this.#line?.openLink ?? this.#line?.link)?.route() ?? null;
  }

  // ---- the server

  #connect() {
    clearTimeout(this.#timer);
    this.retryAt = 0;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    const mine = (use) => (event) => this.#socket === socket && use(event);
    socket.onopen = mine(() => {
      this.#attempt = 0;
      this.online = true;
      this.#changed();
    });
    socket.onmessage = mine(({ data }) => this.#receive(JSON.parse(data)));
    socket.onclose = mine((event) => this.#lost(event));
    this.#become('connecting');
  }

  /** A partner with whom there is a direct line stays; with any other the server was all there was. */
  #lost({ code, reason }) {
    this.#socket = null;
    this.online = false;
    this.closed = { code, reason };
    if (this.direct === 'open') return this.#changed();
    const alone = this.#part() || this.state === 'alone';
    if (alone) return this.#become('alone');
    const pause = Math.min(longestPauseMillis, firstPauseMillis * 2 ** this.#attempt++) * (0.5 + Math.random());
    this.retryAt = Date.now() + pause;
    this.#timer = setTimeout(() => this.#connect(), pause);
    return this.#become('connecting');
  }

  #receive({ type, payload }) {
    switch (type) {
      case 'waiting': return this.#become('waiting');
      case 'paired': return this.#meet(payload);
      case 'partner_left': return this.#partnerLeft();
      case 'error': return this.#refused(payload);
      case 'signal': return this.#partner && this.#signalled(payload ?? {});
      default: return this.#hear(type, payload);
    }
  }

  /** With a direct line the two need no server: it is the line's end that says whether the partner is gone. */
  #partnerLeft() {
    if (this.direct !== 'open') return this.#part() && this.#become('alone');
    this.#partner.left = true;
    return this.#changed();
  }

  #refused({ code, message }) {
    // said to one who was just leaving: nobody's mistake
    if (code !== 'no-partner') this.#emit('error', { code, message });
  }

  // ---- the partner

  #meet({ initiator, format }) {
    const partner = { name: 'Stranger', initiator, plain: format !== 'json', media: new MediaStream() };
    partner.send = (words) => this.#partner === partner && this.#tell({ type: 'message', payload: words });
    this.#partner = partner;
    this.direct = partner.plain ? 'never' : 'no';
    this.#become('paired');
    this.#emit('peerjoined', { peer: partner });
    if (this.eager) this.goDirect();
  }

  /** Returns whether there was a partner to part with. */
  #part() {
    const peer = this.#partner;
    this.#partner = null;
    this.#hangUp();
    this.direct = 'no';
    if (peer) this.#emit('peerleft', { peer });
    return peer !== null;
  }

  #hear(type, payload) {
    const peer = this.#partner;
    if (!peer) return;
    if (type === 'typing') this.#emit('typing', { peer });
    if (type === 'message') this.#emit('message', { peer, data: typeof payload === 'string' ? payload : JSON.stringify(payload) });
  }

  /** Says something over the direct line if there is one, else through the server. */
  #tell(message) {
    return (this.#line?.send(JSON.stringify(message)) ?? false) || this.#send(message);
  }

  #send(message) {
    if (this.online) this.#socket.send(JSON.stringify(message));
    return this.online;
  }

  // ---- the direct line

  #signal(payload) {
    this.#send({ type: 'signal', payload });
  }

  /** What the partner sends is a stranger's, and may be anything. */
  #signalled({ kind, description, candidate }) {
    switch (kind) {
      case 'ask': return this.#asked();
      case 'decline':
        if (this.direct === 'asked') this.direct = 'declined';
        return this.#changed();
      case 'offer': return this.#offered(description);
      case 'answer': return this.#onLine((link) => link.describe(description));
      case 'candidate': return this.#onLine((link) => link.candidate(candidate));
      default: return undefined;
    }
  }

  #asked() {
    if (this.direct === 'open') return;
    if (this.direct === 'asked') return this.#link();
    this.#hangUp();
    this.direct = 'invited';
    if (this.eager) this.goDirect();
    this.#changed();
  }

  /** Both have asked. The one whom the server calls the initiator makes the offer. */
  #link() {
    this.direct = 'linking';
    this.#line = new Peer('Stranger');
    this.#call(this.#partner.initiator);
    this.#changed();
  }

  #call(offers) {
    const line = this.#line;
    const say = (kind, key) => (value) => this.#line === line && line.link === link && this.#signal({ kind, [key]: value });
    const signal = { offer: say('offer', 'description'), answer: say('answer', 'description'), candidate: say('candidate', 'candidate') };
    const link = line.addLink({ offers, iceServers: this.iceServers, signal });
    const mine = (use) => ({ detail }) => this.#line === line && use(detail);
    for (const [kind, track] of this.#tracks) link.setTrack(kind, track, this.#stream);
    link.addEventListener('change', mine(() => this.#lineChanged()));
    link.addEventListener('spoilt', mine(() => line.link === link && this.#call(true)));
    link.addEventListener('message', mine(({ data }) => this.#heardDirectly(data)));
    for (const type of ['media', 'open', 'close']) link.addEventListener(type, mine(() => this.#mediaChanged()));
    return link;
  }

  /** An offer counts only when both have asked: nobody is told an address before. */
  #offered(description) {
    this.#onLine((link) => (link.closed || link.isForeign(description) ? this.#call(false) : link).describe(description));
  }

  #onLine(use) {
    const line = this.#line;
    if (!line) return;
    new Promise((done) => done(use(line.link))).catch(() => this.#line === line && this.#fail());
  }

  #heardDirectly(data) {
    try {
      const { type, payload } = JSON.parse(data);
      this.#hear(type, payload);
    } catch {} // not of this page's making
  }

  #lineChanged() {
    switch (this.#line.status) {
      case 'open':
        this.direct = 'open';
        break;
      case 'failed':
      case 'silent': return this.#fail();
      case 'closed': return this.#lineEnded('no');
    }
    return this.#changed();
  }

  #fail() {
    this.#lineEnded('failed');
  }

  /** Without the server nothing is left of the partner then. */
  #lineEnded(direct) {
    if (!this.reachable) {
      this.#part();
      return this.#become('alone');
    }
    this.#hangUp();
    this.direct = direct;
    return this.#changed();
  }

  #hangUp() {
    const line = this.#line;
    this.#line = null;
    line?.close();
    this.#mediaChanged();
  }

  #mediaChanged() {
    const peer = this.#partner;
    if (!peer) return;
    peer.media = this.#line?.media ?? new MediaStream();
    this.#emit('media', { peer });
  }

  #become(state) {
    this.state = state;
    this.#changed();
  }

  #changed() {
    this.#emit('change');
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const firstPauseMillis = 500;
const longestPauseMillis = 15_000;
