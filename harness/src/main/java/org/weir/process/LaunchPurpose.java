package org.weir.process;

/** Why a JVM is started. */
enum LaunchPurpose {
    /** Its role is waiting for it. */
    ROLE,
    /** A role may come, and the time until then is its own. */
    STANDBY,
    /** To make a cache, for which nobody waits. */
    TRAINING
}
