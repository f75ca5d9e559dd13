/** Pages of the documentation as tests read them: the commands and the output they promise. */
@NullMarked
package io.tradeprocessing.testkit.docs;

import org.jspecify.annotations.NullMarked;
