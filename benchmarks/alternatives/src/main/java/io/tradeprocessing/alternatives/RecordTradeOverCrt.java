package io.tradeprocessing.alternatives;

import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The recorder over AWS's common runtime. That takes its trusted certificates from the operating
 * system and knows none of Java's, so it does not check the stand-in's; which is to its favour.
 */
public final class RecordTradeOverCrt extends RecordTrade {

  public RecordTradeOverCrt() {
    super(
        Optional.of(
            AwsCrtHttpClient.builder()
                .buildWithDefaults(
                    AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                        .build())),
        Optional.empty());
  }
}
