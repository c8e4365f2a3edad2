// A relay on Node and ws, as one would write it in an afternoon: the rooms protocol at /ws, the pair protocol at /pair.
//
//   node relay.js [PORT]     listens on 127.0.0.1; 0, the default, takes a free port. Prints "ready PORT".
import { randomUUID } from "node:crypto";
import { WebSocketServer } from "ws";

const peers = new Map();
const rooms = new Map();
let waiting = null;

const say = (socket, message) => socket.send(JSON.stringify(message));
const card = ({ id, username }) => ({ id, username });

function leave(peer) {
  const room = rooms.get(peer.roomId);
  if (!room?.delete(peer)) {
    return;
  }
  if (room.size === 0) {
    rooms.delete(peer.roomId);
  }
  for (const other of room) {
    say(other.socket, { type: "PEER_LEFT_ROOM", roomId: peer.roomId, peer: card(peer) });
  }
}

function join(peer, roomId) {
  leave(peer);
  if (!rooms.has(roomId)) {
    rooms.set(roomId, new Set());
  }
  const room = rooms.get(roomId);
  const members = [...room].map(card);
  for (const other of room) {
    say(other.socket, { type: "NEW_PEER_IN_ROOM", roomId, peer: card(peer) });
  }
  room.add(peer);
  peer.roomId = roomId;
  say(peer.socket, { type: "ROOM_MEMBERS", roomId, members });
}

function relay(peer, message) {
  const target = peers.get(message.toPeerId);
  if (target && target.roomId === peer.roomId) {
    message.fromPeerId = peer.id;
    say(target.socket, message);
  } else {
    say(peer.socket, { type: "ERROR", code: "unknown-peer", message: "nobody here has that id" });
  }
}

function enterRooms(socket) {
  const peer = { id: randomUUID(), username: "", roomId: null, socket };
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    switch (message.type) {
      case "IDENTIFY":
        peer.username = message.username;
        peers.set(peer.id, peer);
        say(socket, { type: "AUTH_SUCCESS", status: "success", username: peer.username });
        break;
      case "JOIN_ROOM":
        join(peer, message.roomId);
        break;
      case "LEAVE_ROOM":
        leave(peer);
        break;
      default:
        relay(peer, message);
    }
  });
  socket.on("close", () => {
    leave(peer);
    peers.delete(peer.id);
  });
}

function enterPairs(socket) {
  const peer = { socket, partner: waiting };
  waiting = peer.partner ? null : peer;
  if (peer.partner) {
    peer.partner.partner = peer;
    peer.partner.socket.send("🎯 Connected with an entrepreneur!");
    socket.send("🎯 Connected with an entrepreneur!");
  } else {
    socket.send("⌛ Waiting for another entrepreneur...");
  }
  socket.on("message", (data) => peer.partner?.socket.send(data, { binary: false }));
  socket.on("close", () => {
    if (waiting === peer) {
      waiting = null;
    }
    if (peer.partner) {
      peer.partner.partner = null;
      peer.partner.socket.send("⚠️ Partner disconnected.");
    }
  });
}

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.argv[2] ?? 0),
  backlog: 4096,
  perMessageDeflate: false,
});
server.on("connection", (socket, request) => {
  socket.on("error", () => socket.terminate());
  (request.url.startsWith("/pair") ? enterPairs : enterRooms)(socket);
});
server.on("listening", () => console.log(`ready ${server.address().port}`));
