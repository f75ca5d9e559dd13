package io.tradeprocessing.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output that keeps the reason why it could not be written; a PrintWriter loses it. */
public final class ResultStream extends OutputStream {

  private final OutputStream out;
  private @Nullable IOException failure;

  public ResultStream(OutputStream out) {
    this.out = out;
  }

  /** Why results were lost. Nothing where the reader closed the pipe: it has what it wanted. */
  public Optional<String> problem() {
    return Optional.ofNullable(failure)
        .map(e -> String.valueOf(e.getMessage()))
        .filter(message -> !isClosedPipe(message));
  }

  /** In the words of Linux, macOS and Windows. */
  private static boolean isClosedPipe(String message) {
    return message.contains("Broken pipe") || message.contains("The pipe");
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }
}
