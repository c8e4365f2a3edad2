/**
 * One RTCPeerConnection with one peer: its negotiation, its data channels, its media.
 *
 * The side that joined the room makes the first offer. After that either side may (perfect negotiation: when two offers
 * cross, the one who joined gives way). Candidates that come before the description they belong to wait for it.
 *
 * Events:
 *   change   any of the properties below
 *   open     the chat channel is
 *   close    the far end hung up, or `close()`
 *   message  {data}
 *   channel  {channel}: the far end opened one beside the chat
 *   media    what `media` holds
 *   spoilt   our offer gave way to one that crossed it, and a new link should follow: Chromium keeps a received track
 *            muted for good when the offer that its transceiver was made for was taken back
 */
export class Link extends EventTarget {
  #pc;
  #signal;
  #offers;
  #chat = null;
  #transceivers = new Map();
  #early = [];
  #makingOffer = false;
  #ignoringOffer = false;
  #settingAnswer = false;
  #restarted = false;
  #overdue = false;
  #patience = 0;
  #closed = false;

  /** What the far end sends. Tracks come and go as it switches its camera and microphone. */
  media = new MediaStream();
  /** Channels beside the chat that are open now; a link that has any is not retired. */
  channels = new Set();
  counts = { offersSent: 0, offersReceived: 0, candidatesSent: 0, candidatesReceived: 0 };
  /** When each step was first reached, in milliseconds since the link was made. */
  steps = {};
  /** What STUN and TURN servers complained of: {url, errorCode, errorText}. */
  complaints = [];
  #began = performance.now();

  /**
   * @param {object} options
   * @param {boolean} options.offers whether this side makes the first offer
   * @param {RTCIceServer[]} options.iceServers
   * @param {{offer: Function, answer: Function, candidate: Function}} options.signal carries to the far end
   */
  constructor({ offers, iceServers, signal }) {
    super();
    this.#offers = offers;
    this.#signal = signal;
    const pc = new RTCPeerConnection({ iceServers });
    this.#pc = pc;
    pc.onnegotiationneeded = () => this.#negotiate();
    pc.onicecandidate = ({ candidate }) => this.#sendCandidate(candidate);
    pc.onicecandidateerror = ({ url, errorCode, errorText }) => this.#complain({ url, errorCode, errorText });
    pc.ondatachannel = ({ channel }) => this.#receiveChannel(channel);
    pc.ontrack = (event) => this.#addTrack(event);
    pc.onconnectionstatechange = () => this.#connectionChanged();
    pc.oniceconnectionstatechange = () => this.#iceConnectionChanged();
    pc.onsignalingstatechange = pc.onicegatheringstatechange = () => this.#changed();
    this.#waitForRoute();
    if (offers) this.#chatOver(pc.createDataChannel('chat'));
  }

  get offers() {
    return this.#offers;
  }

  /** Whether chat goes through. */
  get open() {
    return this.#chat?.readyState === 'open';
  }

  get closed() {
    return this.#closed;
  }

  get connectionState() {
    return this.#closed ? 'closed' : this.#pc.connectionState;
  }

  get signalingState() {
    return this.#pc.signalingState;
  }

  get iceConnectionState() {
    return this.#pc.iceConnectionState;
  }

  get iceGatheringState() {
    return this.#pc.iceGatheringState;
  }

  /** Whether there is still no route long after there should be. Browsers may look for one without ever giving up. */
  get overdue() {
    return this.#overdue;
  }

  /** Whether the far end has ever answered, be it with an offer of its own. */
  get answered() {
    return this.#pc.remoteDescription !== null;
  }

  send(data) {
    this.#chat.send(data);
  }

  /** Opens a channel beside the chat. */
  openChannel(label, options) {
    return this.#keep(this.#pc.createDataChannel(label, options));
  }

  /** Sends this track from now on in place of the one before of its kind; `null` stops sending that kind. */
  setTrack(kind, track, stream) {
    const known = this.#transceivers.get(kind);
    if (!known) {
      if (!track) return;
      const sender = this.#pc.addTrack(track, stream);
      this.#transceivers.set(kind, this.#pc.getTransceivers().find((t) => t.sender === sender));
      return;
    }
    known.sender.replaceTrack(track).catch(() => {}); // only when the link was closed meanwhile
    if (track) known.sender.setStreams?.(stream);
    known.direction = track ? 'sendrecv' : 'recvonly';
  }

  /** Whether an offer belongs to another RTCPeerConnection of the far end than the one this link talks to. */
  isForeign(description) {
    const known = this.#pc.remoteDescription;
    return known !== null && sessionOf(known.sdp) !== sessionOf(description.sdp);
  }

  /** Takes an offer or an answer of the far end. */
  async describe(description) {
    const pc = this.#pc;
    const isOffer = description.type === 'offer';
    const collides = isOffer && (this.#makingOffer || (pc.signalingState !== 'stable' && !this.#settingAnswer));
    this.#ignoringOffer = collides && !this.#offers;
    if (this.#ignoringOffer) return;
    if (isOffer) this.counts.offersReceived++;
    this.#step(isOffer ? 'offer' : 'answer');
    this.#settingAnswer = !isOffer;
    await pc.setRemoteDescription(description).finally(() => (this.#settingAnswer = false));
    const early = this.#early.splice(0);
    for (const candidate of early) await this.#addCandidate(candidate);
    if (isOffer) {
      await pc.setLocalDescription();
      this.#step('answer');
      this.#signal.answer(pc.localDescription.toJSON());
    }
    if (collides) this.#emit('spoilt');
    this.#changed();
  }

  /** Takes a candidate of the far end. */
  async candidate(candidate) {
    this.counts.candidatesReceived++;
    if (this.#pc.remoteDescription) await this.#addCandidate(candidate);
    else this.#early.push(candidate);
    this.#changed();
  }

  /** Looks for a route anew. */
  restart() {
    if (this.#closed) return;
    this.#pc.restartIce();
    this.#waitForRoute();
  }

  /**
   * The route in use: `{local, remote, roundTripMillis, bytesSent, bytesReceived}`, or null before there is one.
   * `local` and `remote` are `{type, protocol, address, port}` with type `host`, `srflx`, `prflx` or `relay`.
   */
  async route() {
    if (this.#closed) return null;
    const report = await this.#pc.getStats();
    const stats = [...report.values()];
    const selected = stats.find((s) => s.type === 'transport' && s.selectedCandidatePairId)?.selectedCandidatePairId;
    const pair = report.get(selected) ?? stats.find((s) => s.type === 'candidate-pair' && s.nominated);
    if (!pair) return null;
    const end = (id) => {
      const { candidateType, protocol, address, port } = report.get(id) ?? {};
      return { type: candidateType, protocol, address, port };
    };
    return {
      local: end(pair.localCandidateId),
      remote: end(pair.remoteCandidateId),
      roundTripMillis: pair.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000,
      bytesSent: pair.bytesSent,
      bytesReceived: pair.bytesReceived,
    };
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#patience);
    this.#pc.close();
    this.channels.clear();
    this.#emit('close');
    this.#changed();
  }

  async #negotiate() {
    if (!this.#offers && !this.answered) return; // the joiner begins
    try {
      this.#makingOffer = true;
      await this.#pc.setLocalDescription();
      this.counts.offersSent++;
      this.#step('offer');
      this.#signal.offer(this.#pc.localDescription.toJSON());
    } catch (error) {
      if (!this.#closed) throw error;
    } finally {
      this.#makingOffer = false;
      this.#changed();
    }
  }

  #sendCandidate(candidate) {
    if (!candidate?.candidate) return;
    const { candidate: line, sdpMid, sdpMLineIndex } = candidate;
    this.#signal.candidate({ candidate: line, sdpMid, sdpMLineIndex });
    this.counts.candidatesSent++;
    this.#changed();
  }

  async #addCandidate(candidate) {
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch (error) {
      // one bad candidate is not worth the link: the others may do
      if (!this.#ignoringOffer && !this.#closed) this.#complain({ url: '', errorCode: 0, errorText: error.message });
    }
  }

  #receiveChannel(channel) {
    if (this.#chat) this.#emit('channel', { channel: this.#keep(channel) });
    else this.#chatOver(channel);
  }

  #keep(channel) {
    channel.binaryType = 'arraybuffer';
    this.channels.add(channel);
    channel.addEventListener('close', () => this.channels.delete(channel));
    return channel;
  }

  #chatOver(channel) {
    const opened = () => {
      this.#step('open');
      this.#emit('open');
      this.#changed();
    };
    this.#chat = channel;
    channel.onmessage = ({ data }) => this.#emit('message', { data });
    channel.onclose = () => this.close();
    if (channel.readyState === 'open') opened();
    else channel.onopen = opened;
  }

  #addTrack({ track, streams }) {
    const remove = (removed) => {
      this.media.removeTrack(removed);
      this.#emit('media');
    };
    this.media.addTrack(track);
    track.onended = () => remove(track);
    for (const stream of streams) stream.onremovetrack = (event) => remove(event.track);
    this.#emit('media');
  }

  #connectionChanged() {
    const state = this.#pc.connectionState;
    if (state === 'connected') this.#restarted = false;
    // What worked before may work over another network now; what never did, won't by itself.
    const worthwhile = state === 'failed' && this.steps.route !== undefined && !this.#restarted;
    if (worthwhile && this.#offers) {
      this.#restarted = true;
      this.restart();
    }
    this.#changed();
  }

  #waitForRoute() {
    clearTimeout(this.#patience);
    this.#overdue = false;
    this.#patience = setTimeout(() => {
      this.#overdue = true;
      this.#changed();
    }, patienceMillis);
  }

  #iceConnectionChanged() {
    if (/^(connected|completed)$/.test(this.#pc.iceConnectionState)) {
      clearTimeout(this.#patience);
      this.#overdue = false;
      this.#step('route');
    }
    this.#changed();
  }

  #complain(complaint) {
    if (this.complaints.length < 20) this.complaints.push(complaint);
    this.#changed();
  }

  #step(name) {
    this.steps[name] ??= performance.now() - this.#began;
  }

  #changed() {
    this.#emit('change');
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** How long finding a route may take before it counts as overdue. */
const patienceMillis = 20_000;

/** The origin line's session id (RFC 8866 §5.2): the same for all descriptions of one RTCPeerConnection. */
function sessionOf(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? '';
}
