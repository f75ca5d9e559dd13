package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.LoopbackServer.Request;
import io.tradeprocessing.benchmarks.harness.LoopbackServer.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's Runtime API for one function, with what runtime clients call of it: {@code
 * invocation/next}, {@code response}, {@code error}, {@code init/error}, and for SnapStart {@code
 * restore/next} and {@code restore/error}.
 *
 * <p>Source: AWS Lambda Developer Guide, "Using the Lambda runtime API"; restore as the runtime
 * interface client for Java calls it.
 */
final class RuntimeApi implements LoopbackServer.Handler, AutoCloseable {

  private static final String BASE = "/2018-06-01/runtime/";

  /** X-Ray samples five percent of the requests, and the first of each second. */
  private static final int SAMPLED_ONE_OF = 20;

  /** Lambda gives a function with SnapStart minutes up to its snapshot. */
  private static final Duration SNAPSHOT_TIMEOUT = Duration.ofMinutes(5);

  /**
   * An answered invocation.
   *
   * @param output the function's JSON
   * @param nanoseconds from handing the event out to the whole response
   * @param answeredAt {@link System#nanoTime} of the response
   */
  record Answer(String output, long nanoseconds, long answeredAt) {}

  private record Invocation(String id, String event, CompletableFuture<Answer> answer) {}

  private final LoopbackServer server;
  private final Duration functionTimeout;
  private final SynchronousQueue<Invocation> offered = new SynchronousQueue<>();
  private final AtomicLong count = new AtomicLong();
  private final CompletableFuture<Void> checkpoint = new CompletableFuture<>();
  private final CountDownLatch restored = new CountDownLatch(1);
  private final CompletableFuture<Answer> broken = new CompletableFuture<>();
  private volatile @Nullable Invocation running;
  private volatile long handedOutAt;

  /**
   * @param functionTimeout that the function's environment would have
   */
  RuntimeApi(Duration functionTimeout) throws IOException {
    this.functionTimeout = functionTimeout;
    this.server = new LoopbackServer(this, Optional.empty());
  }

  /** What AWS_LAMBDA_RUNTIME_API says. */
  String hostAndPort() {
    return "127.0.0.1:" + server.port();
  }

  /**
   * Invokes the function.
   *
   * @throws FunctionFailedException if it answers with an error, or not at all
   */
  Answer invoke(String event) throws InterruptedException {
    Invocation invocation =
        new Invocation(
            "00000000-0000-4000-8000-%012d".formatted(count.incrementAndGet()),
            event,
            new CompletableFuture<>());
    long deadline = System.nanoTime() + functionTimeout.toNanos();
    while (!offered.offer(invocation, 20, TimeUnit.MILLISECONDS)) {
      if (broken.isDone() || System.nanoTime() > deadline) {
        return await(broken, functionTimeout);
      }
    }
    return (Answer) await(CompletableFuture.anyOf(invocation.answer, broken), functionTimeout);
  }

  /** Waits until the function's hooks before the snapshot have run. */
  void awaitCheckpoint() throws InterruptedException {
    await(CompletableFuture.anyOf(checkpoint, broken), SNAPSHOT_TIMEOUT);
  }

  /** Lets the function go on, as after a restore from its snapshot. */
  void restore() {
    restored.countDown();
  }

  /** Ends what waits for an answer: the process has gone. */
  void fail(String reason) {
    broken.completeExceptionally(new FunctionFailedException(reason));
  }

  private static <T> T await(CompletableFuture<T> future, Duration timeout)
      throws InterruptedException {
    try {
      return future.get(timeout.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FunctionFailedException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new FunctionFailedException("no answer in " + timeout.toSeconds() + " s");
    }
  }

  @Override
  public Response handle(Request request) throws InterruptedException {
    String path = request.path();
    if (!path.startsWith(BASE)) {
      return Response.json(404, "{}");
    }
    String call = path.substring(BASE.length());
    if (call.equals("invocation/next")) {
      return next();
    }
    if (call.equals("restore/next")) {
      checkpoint.complete(null);
      restored.await();
      return Response.json(200, "");
    }
    if (call.endsWith("/response")) {
      return answered(request.text());
    }
    if (call.endsWith("/error")) {
      FunctionFailedException failure = new FunctionFailedException(call + ": " + request.text());
      // An invocation's error is its answer, and the function goes on; any other is the end.
      Invocation invocation = call.startsWith("invocation/") ? running : null;
      if (invocation == null) {
        broken.completeExceptionally(failure);
      } else {
        running = null;
        invocation.answer.completeExceptionally(failure);
      }
      return Response.json(202, "{\"status\": \"OK\"}");
    }
    return Response.json(404, "{}");
  }

  private Response next() throws InterruptedException {
    Invocation invocation = offered.take();
    running = invocation;
    long deadline = System.currentTimeMillis() + functionTimeout.toMillis();
    Response response =
        Response.of(
            200,
            Map.of(
                "Content-Type",
                "application/json",
                "Lambda-Runtime-Aws-Request-Id",
                invocation.id,
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(deadline),
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:us-east-1:111122223333:function:benchmark:live",
                "Lambda-Runtime-Trace-Id",
                "Root=1-67f00000-%024x;Parent=00f067aa0ba902b7;Sampled=%d"
                    .formatted(count.get(), count.get() % SAMPLED_ONE_OF == 1 ? 1 : 0)),
            invocation.event);
    handedOutAt = System.nanoTime();
    return response;
  }

  private Response answered(String output) {
    long now = System.nanoTime();
    Invocation invocation = running;
    if (invocation == null) {
      return Response.json(400, "{\"errorMessage\": \"nothing was invoked\"}");
    }
    running = null;
    invocation.answer.complete(new Answer(output, now - handedOutAt, now));
    return Response.json(202, "{\"status\": \"OK\"}");
  }

  @Override
  public void close() {
    restore();
    server.close();
  }
}
