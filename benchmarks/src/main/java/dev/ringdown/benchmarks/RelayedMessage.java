package dev.ringdown.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The messages that peers relay in the benchmarks: what browsers send to set up a call. Immutable, any thread. */
public enum RelayedMessage {
    /** An ICE candidate in 300 bytes, without escapes: the message that is relayed most often. */
    CANDIDATE,
    /** An SDP offer in 3 KB with lines as long as browsers write them: two escapes in about 35 bytes. */
    OFFER,
    /** An SDP offer in 3 KB with lines as short as they get: two escapes in 16 bytes. */
    DENSE_OFFER;

    private static final int CANDIDATE_BYTES = 300;
    private static final int OFFER_BYTES = 3000;
    private static final int FIRST_PAYLOAD_TYPE = 96;

    /** Stands in the texts below where something is put in. */
    private static final String GAP = "{}";

    private static final String ICE_CANDIDATE = "\"iceCandidate\":{\"candidate\":\"candidate:842163049 1 udp 1677729535"
            + " 203.0.113.7 46154 typ srflx raddr 192.0.2.17 rport 46154 generation 0 ufrag EsAw network-cost 999\","
            + "\"sdpMid\":\"0\",\"sdpMLineIndex\":0,\"usernameFragment\":\"{}\"}}";

    private static final String SESSION = """
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            a=msid-semantic: WMS stream
            m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99 100 101 102
            c=IN IP4 0.0.0.0
            a=ice-ufrag:EsAw
            a=ice-pwd:bP+XJMM09aR8AiX1jdukzR6Y
            a=ice-options:trickle
            a=setup:actpass
            a=mid:0
            a=sendrecv
            a=rtcp-mux
            """;

    private static final String CODEC = """
            a=rtpmap:{} H264/90000
            a=rtcp-fb:{} transport-cc
            a=rtcp-fb:{} nack pli
            a=fmtp:{} level-asymmetry-allowed=1;packetization-mode=1
            """;

    /** The message in UTF-8, as a client sends it: to a peer, and without saying who it is from. */
    public byte[] to(String peerId) {
        String message = switch (this) {
            case CANDIDATE -> candidate(head("ICE_CANDIDATE", peerId) + ICE_CANDIDATE);
            case OFFER -> offer(peerId, sessionDescription());
            case DENSE_OFFER -> offer(peerId, "a=mid:000000\n".repeat(OFFER_BYTES / 16));
        };
        return message.getBytes(US_ASCII);
    }

    private static String candidate(String message) {
        return message.replace(GAP, "f".repeat(CANDIDATE_BYTES + GAP.length() - message.length()));
    }

    private static String offer(String peerId, String sdp) {
        return head("SDP_OFFER", peerId) + "\"sdp\":{\"type\":\"offer\",\"sdp\":\"" + sdp.replace("\n", "\\r\\n")
                + "\"}}";
    }

    private static String head(String type, String peerId) {
        return "{\"type\":\"" + type + "\",\"toPeerId\":\"" + peerId + "\",";
    }

    private static String sessionDescription() {
        StringBuilder sdp = new StringBuilder(SESSION);
        for (int type = FIRST_PAYLOAD_TYPE; sdp.length() < OFFER_BYTES; type++) {
            sdp.append(CODEC.replace(GAP, Integer.toString(type)));
        }
        return sdp.toString();
    }
}
