package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.client.load.FrameWriter.Place;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameWriterTest {
    private static final byte[] ALICE = "11111111-1111-4111-8111-111111111111".getBytes(UTF_8);
    private static final byte[] BOB = "22222222-2222-4222-8222-222222222222".getBytes(UTF_8);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final FrameWriter writer = new FrameWriter();

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindIsJsonOfTheAskedSizeAsSent(MessageKind kind) {
        for (LoadPlan.From from : LoadPlan.From.values()) {
            Link link = link(from, Script.always(kind, 700));
            writer.write(link, 3, link.claimedFrom(), Place.AFTER_TYPE);

            assertThat(writer.length()).isEqualTo(700);
            assertThat(message().get("type")).isEqualTo(kind.type());
            assertThat(message().get("toPeerId")).isEqualTo(new String(BOB, UTF_8));
        }
    }

    @Test
    void everyPlaceOfTheSenderMeansTheSame() {
        Link link = link(LoadPlan.From.ABSENT, Script.always(MessageKind.OFFER, 3000));
        writer.write(link, 0, ALICE, Place.FIRST);
        Map<String, @Nullable Object> first = message();
        assertThat(first).containsEntry("fromPeerId", new String(ALICE, UTF_8));
        for (Place place : Place.values()) {
            writer.write(link, 0, ALICE, place);
            assertThat(writer.length()).isEqualTo(link.expectedLength(0));
            assertThat(message()).isEqualTo(first);
        }
    }

    @Test
    void everyMessageHasItsOwnPayload() {
        Link link = link(LoadPlan.From.ABSENT, Script.always(MessageKind.CANDIDATE, 300));
        writer.write(link, 1, ALICE, Place.FIRST);
        String one = new String(writer.bytes(), 0, writer.length(), UTF_8);
        writer.write(link, 2, ALICE, Place.FIRST);
        String other = new String(writer.bytes(), 0, writer.length(), UTF_8);

        assertThat(one).contains("ringdown000000000000000100000001 1 udp");
        assertThat(other).contains("ringdown000000000000000100000002 1 udp");
        assertThat(other.replace("00000002 1", "00000001 1")).isNotEqualTo(one);
    }

    @Test
    void aTagIsFoundWhereverItStandsAndReadInOneSpellingOnly() {
        byte[] text = "xringdringdown0000000a0000000bfffffff0".getBytes(UTF_8);
        int at = MessageTag.find(text, text.length);

        assertThat(at).isEqualTo(6);
        assertThat(MessageTag.read(text, at, text.length)).isEqualTo(new MessageTag(10, 11, 0xfffffff0));
        assertThat(MessageTag.read(text, at, text.length - 1)).isNull();
        text[text.length - 2] = 'F';
        assertThat(MessageTag.read(text, at, text.length)).isNull();
    }

    private Map<String, @Nullable Object> message() {
        return Objects.requireNonNull(Json.object(writer.bytes(), writer.length()));
    }

    private Link link(LoadPlan.From from, Script script) {
        LoadPlan plan = new PlanBuilder(1).from(from).build();
        LoadLoop loop = new LoadLoop(plan, 0, group.next(), Transport.NIO);
        LoadRoom room = new LoadRoom(loop, 0, 2, script, new Relaying(loop));
        Link link = new Link(room.peer(0), room.peer(1), plan, script);
        link.fromId(ALICE);
        link.toId(BOB);
        return link;
    }
}
