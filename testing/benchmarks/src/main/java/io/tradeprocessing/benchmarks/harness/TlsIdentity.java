package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * A certificate for {@code localhost} made for one run, and what makes clients trust it beside the
 * authorities that they trust anyway: AWS speaks TLS only, so the functions do here, too.
 *
 * @param sockets for the server
 * @param trustStore for Java: the JDK's authorities and this certificate
 * @param certificate as PEM
 */
record TlsIdentity(SSLServerSocketFactory sockets, Path trustStore, String certificate) {

  /** Keeps nothing secret: the key stores live in the build's folder for one run. */
  private static final String PASSWORD = "changeit";

  static TlsIdentity create(Workplace workplace) throws IOException, InterruptedException {
    Path keys = workplace.scratch("tls/server.p12");
    Files.deleteIfExists(keys);
    Commands.run(
        workplace.home(),
        List.of(
            workplace.jdk().resolve("bin/keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "30",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-ext",
            "BC=ca:true",
            "-storetype",
            "PKCS12",
            "-keystore",
            keys.toString(),
            "-storepass",
            PASSWORD));
    try {
      KeyStore server = load(keys);
      Certificate certificate = server.getCertificate("server");
      KeyStore trusted = load(workplace.jdk().resolve("lib/security/cacerts"));
      trusted.setCertificateEntry("benchmarks", certificate);
      Path trustStore = workplace.scratch("tls/trusted.p12");
      try (OutputStream out = Files.newOutputStream(trustStore)) {
        trusted.store(out, PASSWORD.toCharArray());
      }
      return new TlsIdentity(sockets(server), trustStore, pem(certificate));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate for localhost cannot be used", e);
    }
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static SSLServerSocketFactory sockets(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    String text =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
  }
}
