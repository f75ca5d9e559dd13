package io.tradeprocessing.asl.model;

import java.util.Arrays;
import java.util.Optional;

/** The types of state. */
public enum StateType {
  PASS("Pass"),
  TASK("Task"),
  CHOICE("Choice"),
  WAIT("Wait"),
  SUCCEED("Succeed"),
  FAIL("Fail"),
  PARALLEL("Parallel"),
  MAP("Map");

  private final String typeName;

  StateType(String typeName) {
    this.typeName = typeName;
  }

  /** The value of {@code Type}, for example {@code Task}. */
  public String typeName() {
    return typeName;
  }

  public static Optional<StateType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.typeName.equals(name)).findFirst();
  }
}
