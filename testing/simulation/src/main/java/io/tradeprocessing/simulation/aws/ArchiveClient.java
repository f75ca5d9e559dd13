package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveUnavailableException;
import io.tradeprocessing.common.signature.Signer;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** S3 and KMS as an environment of the archiver calls them, all attempts of a call in one. */
record ArchiveClient(
    Sim sim, SimulatedRegion region, FunctionProcess process, Archive bucket, Signer key)
    implements Archive, Signer {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(6);

  @Override
  public boolean putIfAbsent(String name, byte[] bytes) {
    mustAnswer(Fault.ARCHIVE_FAILS_BEFORE_PUT, "put");
    boolean written = call("put", () -> bucket.putIfAbsent(name, bytes));
    mustAnswer(Fault.ARCHIVE_FAILS_AFTER_PUT, "put");
    return written;
  }

  @Override
  public Optional<byte[]> get(String name) {
    return call("get", () -> bucket.get(name));
  }

  @Override
  public byte[] sign(byte[] bytes) {
    mustAnswer(Fault.ARCHIVE_CANNOT_SIGN, "sign");
    return call("sign", () -> key.sign(bytes));
  }

  private <T> T call(String call, Supplier<T> effect) {
    if (region.isOut(Fault.ARCHIVE_OUTAGE)) {
      process.sleep(CALL_TIMEOUT);
      throw unavailable(call);
    }
    return process.call(call, effect);
  }

  private void mustAnswer(Fault fault, String call) {
    if (sim.faults().happens(fault, process.place() + "/" + call)) {
      process.sleep(CALL_TIMEOUT);
      throw unavailable(call);
    }
  }

  private static ArchiveUnavailableException unavailable(String call) {
    return new ArchiveUnavailableException(
        call + " failed", new IllegalStateException("no answer within " + CALL_TIMEOUT));
  }
}
