package io.tradeprocessing.cli.failover;

/** Both Regions of an environment. */
public record Regions<R extends RegionAccess>(R primary, R standby) {

  /** The Region of a role. */
  public R of(Role role) {
    return role == Role.PRIMARY ? primary : standby;
  }

  /** The Region of a name. */
  R named(String region) {
    return primary.region().equals(region) ? primary : standby;
  }
}
