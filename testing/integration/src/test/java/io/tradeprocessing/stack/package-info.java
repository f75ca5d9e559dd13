/**
 * Tests of the deployed stack on LocalStack and of the container images: everything that needs
 * Docker.
 */
@NullMarked
package io.tradeprocessing.stack;

import org.jspecify.annotations.NullMarked;
