package io.tradeprocessing.common.json;

/** The JSON value {@code null}. An absent field is not null; see {@link JsonObject#get}. */
public enum JsonNull implements Json {
  NULL
}
