/// The event source: keys, messages from other threads, timeouts and a terminal that is gone.

import Foundation
import Terminal
import Testing

struct EventTests {
  @Test("messages from other threads arrive in order and wake the reader")
  func mailbox() throws {
    let pipe = Pipe()
    let mailbox = try Mailbox<Int>()
    let events = EventSource(mailbox: mailbox, input: pipe.fileHandleForReading.fileDescriptor)
    Thread.detachNewThread { for number in 1...1000 { mailbox.post(number) } }
    for number in 1...1000 { #expect(events.next(timeout: .seconds(10)) == .message(number)) }
    #expect(events.next(timeout: .milliseconds(1)) == nil)
  }

  @Test("keys come one by one, an Escape alone after a moment, and typed ones first")
  func keys() throws {
    let pipe = Pipe()
    let events = EventSource(
      mailbox: try Mailbox<Int>(), typed: [.enter], input: pipe.fileHandleForReading.fileDescriptor)
    try pipe.fileHandleForWriting.write(contentsOf: Data("j\u{1B}".utf8))
    #expect(events.next(timeout: .seconds(5)) == .key(.enter))
    #expect(events.isPressed)
    #expect(events.next(timeout: .seconds(5)) == .key(.character("j")))
    #expect(events.next(timeout: .seconds(5)) == .key(.escape))
    #expect(events.next(timeout: .zero) == nil && !events.isPressed)
  }

  @Test("a terminal that is gone says so again and again")
  func hangup() throws {
    let pipe = Pipe()
    let events = EventSource(mailbox: try Mailbox<Int>(), input: pipe.fileHandleForReading.fileDescriptor)
    try pipe.fileHandleForWriting.write(contentsOf: Data("q".utf8))
    try pipe.fileHandleForWriting.close()
    #expect(events.next() == .key(.character("q")))
    #expect(events.next() == .hangup)
    #expect(events.next() == .hangup)
  }
}
