/** Self-contained HTML pages: the report of a run, the life of a trade. */
@NullMarked
package io.tradeprocessing.cli.html;

import org.jspecify.annotations.NullMarked;
