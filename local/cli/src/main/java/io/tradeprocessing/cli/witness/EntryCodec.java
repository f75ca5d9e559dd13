package io.tradeprocessing.cli.witness;

import io.tradeprocessing.cli.witness.Entry.Inserted;
import io.tradeprocessing.cli.witness.Entry.Recorded;
import io.tradeprocessing.cli.witness.Entry.Tampered;
import io.tradeprocessing.cli.witness.Entry.Unreadable;
import io.tradeprocessing.cli.witness.Entry.Witnessed;
import io.tradeprocessing.common.store.Seen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Entries as bytes, which begin with the trade: the length of its id and the id, so that unsigned
 * order brings the entries of a trade together, whatever characters the id has.
 */
final class EntryCodec {

  private static final int INSERTED = 0;
  private static final int TAMPERED = 1;
  private static final int RECORDED = 2;
  private static final int UNREADABLE = 3;

  private static final HexFormat HEX = HexFormat.of();
  private static final int HASH = 32;
  private static final int USUAL = 256;

  private EntryCodec() {}

  static byte[] encode(Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeInt(entry.tradeId().length());
      out.writeChars(entry.tradeId());
      switch (entry) {
        case Inserted inserted -> write(inserted, out);
        case Tampered tampered -> write(tampered, out);
        case Recorded recorded -> write(recorded, out);
        case Unreadable unreadable -> {
          out.writeByte(UNREADABLE);
          writeText(unreadable.timestamp(), out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Inserted entry, DataOutputStream out) throws IOException {
    out.writeByte(INSERTED);
    writeText(entry.timestamp(), out);
    out.writeByte(entry.slot());
    out.writeLong(entry.sequence());
    writeHash(entry.previousHash(), out);
    writeHash(entry.recordHash(), out);
    out.writeBoolean(entry.intact());
    out.writeByte(entry.seen().size());
    for (Map.Entry<Integer, Seen> seen : entry.seen().entrySet()) {
      out.writeByte(seen.getKey());
      out.writeLong(seen.getValue().sequence());
      writeHash(seen.getValue().hash(), out);
    }
    write(entry.by(), out);
  }

  private static void write(Tampered entry, DataOutputStream out) throws IOException {
    out.writeByte(TAMPERED);
    writeText(entry.timestamp(), out);
    writeText(entry.kind(), out);
    writeHash(entry.oldHash(), out);
    writeHash(entry.newHash(), out);
    write(entry.by(), out);
  }

  private static void write(Recorded entry, DataOutputStream out) throws IOException {
    out.writeByte(RECORDED);
    writeText(entry.timestamp(), out);
    writeText(entry.region(), out);
    out.writeByte(entry.slot());
    out.writeLong(entry.sequence());
    writeHash(entry.recordHash(), out);
    out.writeBoolean(entry.intact());
    out.writeLong(entry.recordedAt());
  }

  private static void write(Witnessed by, DataOutputStream out) throws IOException {
    writeText(by.stream(), out);
    writeText(by.sequenceNumber(), out);
    out.writeLong(by.createdAt());
    out.writeLong(by.file());
    out.writeBoolean(by.signed());
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** A hash is any text here, and usually 32 bytes. */
  private static void writeHash(String hash, DataOutputStream out) throws IOException {
    boolean usual = hash.length() == 2 * HASH && hash.chars().allMatch(EntryCodec::isHexDigit);
    out.writeBoolean(usual);
    if (usual) {
      out.write(HEX.parseHex(hash));
    } else {
      writeText(hash, out);
    }
  }

  private static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  static Entry decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      char[] id = new char[in.readInt()];
      for (int i = 0; i < id.length; i++) {
        id[i] = in.readChar();
      }
      String tradeId = new String(id);
      int type = in.readByte();
      String timestamp = readText(in);
      return switch (type) {
        case INSERTED -> inserted(tradeId, timestamp, in);
        case TAMPERED ->
            new Tampered(
                tradeId, timestamp, readText(in), readHash(in), readHash(in), witnessed(in));
        case RECORDED ->
            new Recorded(
                tradeId,
                timestamp,
                readText(in),
                in.readByte(),
                in.readLong(),
                readHash(in),
                in.readBoolean(),
                in.readLong());
        case UNREADABLE -> new Unreadable(tradeId, timestamp);
        default -> throw new IllegalStateException("there is no entry of type " + type);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Inserted inserted(String tradeId, String timestamp, DataInputStream in)
      throws IOException {
    int slot = in.readByte();
    long sequence = in.readLong();
    String previousHash = readHash(in);
    String recordHash = readHash(in);
    boolean intact = in.readBoolean();
    SortedMap<Integer, Seen> seen = new TreeMap<>();
    for (int i = in.readByte(); i > 0; i--) {
      int other = in.readByte();
      seen.put(other, new Seen(in.readLong(), readHash(in)));
    }
    return new Inserted(
        tradeId, timestamp, slot, sequence, previousHash, recordHash, intact, seen, witnessed(in));
  }

  private static Witnessed witnessed(DataInputStream in) throws IOException {
    return new Witnessed(
        readText(in), readText(in), in.readLong(), in.readLong(), in.readBoolean());
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static String readHash(DataInputStream in) throws IOException {
    return in.readBoolean() ? HEX.formatHex(in.readNBytes(HASH)) : readText(in);
  }
}
