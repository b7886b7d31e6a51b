package dev.polyrpc.kit.thrift;

/**
 * What an answer repeats of its call. Immutable.
 *
 * @param protocol how the call was said, and the answer is
 * @param method the method's name
 * @param sequence the caller's number for the call
 */
record CallHead(FrameProtocol protocol, String method, int sequence) {}
