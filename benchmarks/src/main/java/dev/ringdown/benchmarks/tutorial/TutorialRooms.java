package dev.ringdown.benchmarks.tutorial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The rooms protocol. From any thread. */
final class TutorialRooms {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final Map<String, Set<Client>> rooms = new ConcurrentHashMap<>();

    /** The handler of one connection. */
    SimpleChannelInboundHandler<TextWebSocketFrame> handler() {
        return new Client();
    }

    private static ObjectNode message(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }

    private final class Client extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final String id = UUID.randomUUID().toString();
        private String username = "";
        private @Nullable String roomId;
        private @Nullable Channel channel;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            channel = ctx.channel();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            ObjectNode message = (ObjectNode) MAPPER.readTree(frame.text());
            switch (message.path("type").asString()) {
                case "IDENTIFY" -> identify(message.path("username").asString());
                case "JOIN_ROOM" -> join(message.path("roomId").asString());
                case "LEAVE_ROOM" -> leave();
                default -> relay(message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            leave();
            clients.remove(id);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        private void identify(String name) {
            username = name;
            clients.put(id, this);
            say(message("AUTH_SUCCESS").put("status", "success").put("username", name));
        }

        private void join(String name) {
            leave();
            rooms.compute(name, (key, present) -> {
                Set<Client> room = present == null ? ConcurrentHashMap.newKeySet() : present;
                ObjectNode members = message("ROOM_MEMBERS").put("roomId", name);
                var list = members.putArray("members");
                ObjectNode news = message("NEW_PEER_IN_ROOM").put("roomId", name);
                news.set("peer", card());
                for (Client other : room) {
                    list.add(other.card());
                    other.say(news);
                }
                room.add(this);
                roomId = name;
                say(members);
                return room;
            });
        }

        private void leave() {
            if (roomId == null) {
                return;
            }
            ObjectNode news = message("PEER_LEFT_ROOM").put("roomId", roomId);
            news.set("peer", card());
            rooms.computeIfPresent(roomId, (key, room) -> {
                room.remove(this);
                room.forEach(other -> other.say(news));
                return room.isEmpty() ? null : room;
            });
            roomId = null;
        }

        private void relay(ObjectNode message) {
            Client target = clients.get(message.path("toPeerId").asString());
            if (target == null || !Objects.equals(target.roomId, roomId)) {
                say(message("ERROR").put("code", "unknown-peer").put("message", "nobody here has that id"));
            } else {
                target.say(message.put("fromPeerId", id));
            }
        }

        private ObjectNode card() {
            return MAPPER.createObjectNode().put("id", id).put("username", username);
        }

        private void say(JsonNode message) {
            if (channel != null) {
                channel.writeAndFlush(new TextWebSocketFrame(MAPPER.writeValueAsString(message)));
            }
        }
    }
}
