/** What the functions' AWS clients have in common. */
@NullMarked
package io.tradeprocessing.common.aws;

import org.jspecify.annotations.NullMarked;
