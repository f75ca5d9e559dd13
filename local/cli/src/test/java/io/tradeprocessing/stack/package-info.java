/**
 * Tests of what a deployment consists of, without deploying it: the template, the event files and
 * the function packages.
 */
@NullMarked
package io.tradeprocessing.stack;

import org.jspecify.annotations.NullMarked;
