package io.tradeprocessing.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SurrogatesTest {

  @Test
  void writtenJsonKeepsALoneSurrogateThroughUtf8() throws IOException {
    Json value = JsonReader.read("{\"\\ud800\":\"a\\udc00b \\ud83d\\ude00\"}");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    JsonWriter.write(value, out);

    assertThat(JsonReader.read(out.toByteArray())).isEqualTo(value);
  }
}
