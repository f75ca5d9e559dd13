package io.tradeprocessing.benchmarks.harness;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * An HTTP/1.1 server on the loopback interface, with or without TLS.
 *
 * <p>The JDK's own server would add some 0.2 ms to every measured call.
 */
final class LoopbackServer implements AutoCloseable {

  /**
   * A request.
   *
   * @param headers by name in lower case
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(String method, String path, Map<String, String> headers, byte[] body) {

    /** The body, in UTF-8. */
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** A response; the server adds its length. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Response(int status, Map<String, String> headers, byte[] body) {

    static Response of(int status, Map<String, String> headers, String text) {
      return new Response(status, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    static Response json(int status, String body) {
      return of(status, Map.of("Content-Type", "application/json"), body);
    }
  }

  /** Responds to requests, from many threads. */
  interface Handler {
    Response handle(Request request) throws InterruptedException;
  }

  private static final int MAX_LINE = 64 * 1024;

  private final ServerSocket socket;
  private final String scheme;
  private final Handler handler;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  /**
   * Starts to listen on a free port.
   *
   * @param tls creates the sockets of a TLS server; empty for plain HTTP
   */
  LoopbackServer(Handler handler, Optional<SSLServerSocketFactory> tls) throws IOException {
    this.handler = handler;
    this.scheme = tls.isPresent() ? "https" : "http";
    ServerSocketFactory sockets = tls.isPresent() ? tls.get() : ServerSocketFactory.getDefault();
    this.socket = sockets.createServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("accept").start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** For example {@code https://localhost:40123}. */
  String address() {
    return scheme + "://localhost:" + port();
  }

  /** Closes all connections, which is what a restored snapshot finds. */
  void closeConnections() {
    connections.forEach(LoopbackServer::closeQuietly);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeConnections();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        // Platform threads wake up sooner than virtual ones, and there are few.
        Thread.ofPlatform().daemon().name("connection").start(() -> serve(connection));
      } catch (IOException e) {
        // Closed, or the client disconnected before it was accepted.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream(), 16 * 1024);
      OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 16 * 1024);
      for (Optional<Request> request = read(in, out);
          request.isPresent();
          request = read(in, out)) {
        write(handler.handle(request.get()), out);
      }
    } catch (IOException e) {
      // The client disconnected or does not trust the certificate; a measured function reports that
      // itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private static Optional<Request> read(InputStream in, OutputStream out) throws IOException {
    String start = line(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = start.split(" ", 3);
    if (parts.length != 3) {
      throw new IOException("not an HTTP request line: " + start);
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("not an HTTP header: " + line);
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (headers.containsKey("expect")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    byte[] body =
        "chunked".equals(headers.get("transfer-encoding"))
            ? chunks(in)
            : exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")), in);
    return Optional.of(new Request(parts[0], parts[1], headers, body));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.write(exactly(size, in));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
  }

  private static byte[] exactly(int length, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended inside a body");
    }
    return bytes;
  }

  /** A line without its end; empty at the end of the stream. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > MAX_LINE) {
        throw new IOException("an HTTP line has more than " + MAX_LINE + " characters");
      }
    }
    return line.toString();
  }

  private static void write(Response response, OutputStream out) throws IOException {
    byte[] body = response.body();
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ")
        .append(response.status())
        .append(' ')
        .append(reason(response.status()));
    response.headers().forEach((name, value) -> header(head, name, value));
    header(head, "Content-Length", Integer.toString(body.length));
    out.write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  private static void header(StringBuilder head, String name, String value) {
    head.append("\r\n").append(name).append(": ").append(value);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 412 -> "Precondition Failed";
      default -> "Error";
    };
  }

  private static void closeQuietly(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is closed in either case.
    }
  }
}
