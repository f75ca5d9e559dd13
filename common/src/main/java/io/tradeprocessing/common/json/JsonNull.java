package io.tradeprocessing.common.json;

/** The JSON value {@code null}. A field that is absent is not this; see {@link JsonObject#get}. */
public enum JsonNull implements Json {
  NULL
}
