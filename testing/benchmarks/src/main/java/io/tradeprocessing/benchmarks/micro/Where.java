package io.tradeprocessing.benchmarks.micro;

/** Where a table is; in a file, an answer of the embedded table is on the disk. */
public enum Where {
  DYNAMODB_LOCAL_MEMORY,
  EMBEDDED_TEMPORARY,
  DYNAMODB_LOCAL_FILE,
  EMBEDDED_FILE
}
