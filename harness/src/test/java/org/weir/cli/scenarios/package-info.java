/** Scenarios for the tests of the command line: one for each verdict, and some that show how they were run. */
package org.weir.cli.scenarios;
