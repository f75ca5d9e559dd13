@NullMarked
package io.tradeprocessing.embeddedtable;

import org.jspecify.annotations.NullMarked;
