package io.tradeprocessing.enricher.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;

class LimitedBodyTest {

  /** What the exchange was told. */
  private static final class Exchange implements Subscription {
    private long requested;
    private int cancelled;

    @Override
    public void request(long n) {
      requested += n;
    }

    @Override
    public void cancel() {
      cancelled++;
    }
  }

  private final Exchange exchange = new Exchange();
  private final LimitedBody body = new LimitedBody(4);

  private static List<ByteBuffer> bytes(int... lengths) {
    return Arrays.stream(lengths).mapToObj(ByteBuffer::allocate).toList();
  }

  @Test
  void readsABodyOfExactlyTheLimitInWhateverParts() {
    body.onSubscribe(exchange);
    body.onNext(bytes(1, 2));
    body.onNext(bytes(1));
    body.onComplete();

    assertThat(exchange.requested).isEqualTo(Long.MAX_VALUE);
    assertThat(exchange.cancelled).isZero();
    assertThat(body.exceeded()).isFalse();
    assertThat(body.getBody().toCompletableFuture().join()).hasSize(4);
  }

  @Test
  void endsTheExchangeAtTheFirstPartAboveTheLimit() {
    body.onSubscribe(exchange);
    body.onNext(bytes(2));
    body.onNext(bytes(2, 1, 1));

    assertThat(exchange.cancelled).isEqualTo(1);
    assertThat(body.exceeded()).isTrue();
    assertThatThrownBy(() -> body.getBody().toCompletableFuture().get())
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("more than 4 bytes");
  }

  @Test
  void failsAsTheExchangeDoes() {
    body.onSubscribe(exchange);
    body.onError(new IOException("reset"));

    assertThat(body.exceeded()).isFalse();
    assertThatThrownBy(() -> body.getBody().toCompletableFuture().get())
        .hasMessageContaining("reset");
  }
}
