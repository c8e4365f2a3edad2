package dev.ringdown.server.core;

import org.jspecify.annotations.Nullable;

/**
 * The rooms of one dialect, by id. A room exists from its first member's joining to its last one's leaving.
 *
 * <p>Any event loop may call any method; none blocks.
 */
public final class Rooms {
    private final KeyedMap<Room> rooms = new KeyedMap<>();
    private final int maxMembers;

    /** What a peer finds when it has joined. */
    public record Joined(Room room, Members others) {}

    /**
     * @param maxMembers how many peers a room takes
     */
    public Rooms(int maxMembers) {
        this.maxMembers = maxMembers;
    }

    /**
     * Puts a peer that is in no room into the room of this id, which is made if there is none.
     *
     * @return the room and who was in it before; null if it is full
     */
    public @Nullable Joined join(String roomId, Peer peer) {
        while (true) {
            Room room = rooms.computeIfAbsent(roomId, Room::new);
            Members others = room.add(peer, maxMembers);
            if (others == null) {
                return null;
            }
            if (others != Members.DISSOLVED) {
                return new Joined(room, others);
            }
            rooms.remove(roomId, room);
        }
    }

    /**
     * Takes a peer out of its room; a room that empties is gone.
     *
     * @return who stays
     */
    public Members leave(Room room, Peer peer) {
        Members stay = room.remove(peer);
        if (stay == Members.DISSOLVED) {
            rooms.remove(room.id(), room);
        }
        return stay;
    }

    /** The room of this id; null if nobody is in it. */
    public @Nullable Room find(String roomId) {
        return rooms.get(roomId);
    }

    /** How many rooms there are. */
    public int size() {
        return rooms.size();
    }
}
