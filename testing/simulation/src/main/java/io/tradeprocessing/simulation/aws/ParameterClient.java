package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.simulation.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.SsmException;

/**
 * Parameter Store as a function's environment calls it. It takes no time: the settings read under a
 * lock, and a line of control that waits in one would stop the simulation's only thread.
 */
final class ParameterClient implements SsmClient {

  /** Where the market data API is, in the seeds that have one. */
  static final String MARKET_DATA = "https://prices.example.com";

  private static final String REVIEWERS = ReviewerKeys.setting();

  private static final int SERVER_ERROR = 500;

  private final Sim sim;
  private final SimulatedRegion region;
  private final FunctionProcess process;
  private final Map<String, String> values;

  ParameterClient(
      Sim sim, SimulatedRegion region, FunctionProcess process, Map<String, String> values) {
    this.sim = sim;
    this.region = region;
    this.process = process;
    this.values = values;
  }

  @Override
  public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
    if (sim.faults().happens(Fault.PARAMETERS_UNAVAILABLE, process.place())) {
      throw SsmException.builder().message("Internal error").statusCode(SERVER_ERROR).build();
    }
    boolean malformed = region.isOut(Fault.PARAMETER_MALFORMED);
    boolean market = sim.choices().below("market-data/" + region.name() + "/fixed", 2) == 0;
    List<Parameter> parameters = new ArrayList<>();
    values.forEach(
        (name, deployed) -> {
          String value =
              switch (name) {
                case "api-endpoint" -> market ? MARKET_DATA : deployed;
                case "reviewers" -> REVIEWERS;
                case "max-retries" -> malformed ? "many" : deployed;
                default -> deployed;
              };
          parameters.add(Parameter.builder().name(request.path() + name).value(value).build());
        });
    return GetParametersByPathResponse.builder().parameters(parameters).build();
  }

  @Override
  public String serviceName() {
    return "ssm";
  }

  @Override
  public void close() {}
}
