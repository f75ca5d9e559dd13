/** The SAM template as CloudFormation reads and resolves it. */
@NullMarked
package io.tradeprocessing.testkit.template;

import org.jspecify.annotations.NullMarked;
