package io.tradeprocessing.simulation.defect;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.cli.template.DeploymentTemplate.EventSource;
import io.tradeprocessing.simulation.aws.Bucket;
import io.tradeprocessing.simulation.aws.Design;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the archiver, its bucket or the mapping of the stream could do wrong. */
final class ArchiverDefects {

  private ArchiverDefects() {}

  private record Mapped(UnaryOperator<EventSource> change) implements Design {
    @Override
    public EventSource eventSource(EventSource built) {
      return change.apply(built);
    }
  }

  private record Handled(
      UnaryOperator<RequestHandler<DynamodbEvent, StreamsEventResponse>> decorator)
      implements Design {
    @Override
    public RequestHandler<DynamodbEvent, StreamsEventResponse> archiver(
        RequestHandler<DynamodbEvent, StreamsEventResponse> built) {
      return decorator.apply(built);
    }
  }

  /** A bucket that is asked for an object without {@code If-None-Match}. */
  static Design putOverwrites() {
    return new Design() {
      @Override
      public Archive archive(Bucket built) {
        return new Archive() {
          @Override
          public boolean putIfAbsent(String name, byte[] bytes) {
            built.put(name, bytes);
            return true;
          }

          @Override
          public Optional<byte[]> get(String name) {
            return built.get(name);
          }
        };
      }
    };
  }

  /** An object that is there is taken for one that is signed. */
  static Design missingSignatureNotWritten() {
    return new Design() {
      @Override
      public Archive archive(Bucket built) {
        return new Archive() {
          @Override
          public boolean putIfAbsent(String name, byte[] bytes) {
            return built.putIfAbsent(name, bytes);
          }

          @Override
          public Optional<byte[]> get(String name) {
            return name.endsWith(ArchiveObject.SIGNATURE_SUFFIX)
                ? Optional.of(new byte[0])
                : built.get(name);
          }
        };
      }
    };
  }

  static Design failureOfTheLastReported() {
    return new Handled(
        built ->
            (event, context) -> {
              StreamsEventResponse response = built.handleRequest(event, context);
              return response.getBatchItemFailures().isEmpty()
                  ? response
                  : new StreamsEventResponse(
                      List.of(
                          new BatchItemFailure(
                              event.getRecords().getLast().getDynamodb().getSequenceNumber())));
            });
  }

  static Design failuresSwallowed() {
    return new Handled(
        built ->
            (event, context) -> {
              StreamsEventResponse _ = built.handleRequest(event, context);
              return new StreamsEventResponse(List.of());
            });
  }

  /** What a filter of the mapping would do. */
  static Design insertsAlone() {
    return new Handled(
        built ->
            (event, context) -> {
              DynamodbEvent inserts = new DynamodbEvent();
              inserts.setRecords(
                  event.getRecords().stream()
                      .filter(record -> record.getEventName().equals("INSERT"))
                      .toList());
              return built.handleRequest(inserts, context);
            });
  }

  /** Each archive has what its table has, wherever it was written. */
  static Design recordsOfEveryRegion() {
    return new Handled(
        built ->
            (event, context) -> {
              for (DynamodbStreamRecord record : event.getRecords()) {
                Optional.ofNullable(record.getDynamodb().getNewImage())
                    .map(item -> item.get("region"))
                    .ifPresent(region -> record.setAwsRegion(region.getS()));
              }
              return built.handleRequest(event, context);
            });
  }

  static Design itemFailuresNotRead() {
    return new Mapped(
        built ->
            new EventSource(
                built.function(),
                built.batchSize(),
                built.batchingWindow(),
                built.maximumRetryAttempts(),
                built.maximumRecordAge(),
                false,
                built.bisects()));
  }

  static Design retriedTwice() {
    return new Mapped(
        built ->
            new EventSource(
                built.function(),
                built.batchSize(),
                built.batchingWindow(),
                2,
                built.maximumRecordAge(),
                built.reportsItemFailures(),
                built.bisects()));
  }
}
