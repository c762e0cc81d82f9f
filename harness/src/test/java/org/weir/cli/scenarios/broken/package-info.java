/** A scenario with mistakes. */
package org.weir.cli.scenarios.broken;
