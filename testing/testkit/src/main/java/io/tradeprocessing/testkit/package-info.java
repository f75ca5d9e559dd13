/**
 * What the tests of several modules share. It depends on no other module of the project, so that
 * every module's tests can use it, and no main code depends on it.
 */
@NullMarked
package io.tradeprocessing.testkit;

import org.jspecify.annotations.NullMarked;
