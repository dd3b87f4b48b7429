/// The configuration of a training: what it accepts, and the sentence for each way to get it wrong.

import Neural
import Testing
import hilum

private let sound = """
  arch = "convnextv2_atto.standard"
  size = 256
  output = "out"
  [data]
  csv = ["a.csv", "b.csv"]
  images = "films"
  [whole]
  epochs = 3
  backbone_rate = 1e-3
  head_rate = 0.01
  [head]
  epochs = 2
  [recipe]
  batch = 8
  """

private func sentence(_ text: String) -> String {
  do {
    _ = try TrainConfig(text, file: "/runs/x.toml")
    return "accepted"
  } catch {
    return error.description
  }
}

@Suite("The configuration of a training")
struct TrainConfigTests {
  @Test("a sound file gives two phases, paths beside the file, and defaults")
  func sound_config() throws {
    let config = try TrainConfig(sound, file: "/runs/x.toml")
    #expect(config.output == "/runs/out" && config.data.tables == ["/runs/a.csv", "/runs/b.csv"])
    #expect(
      config.plan.phases.map(\.epochs) == [2, 3] && config.plan.phases.map(\.wholeNetwork) == [false, true])
    #expect(config.plan.batch == 8 && config.plan.seed == 42 && !config.plan.augments)
    #expect(config.headBias == -2)
  }

  @Test("a head phase without epochs is left out")
  func one_phase() throws {
    let text = sound.replacing("epochs = 2", with: "epochs = 0")
    #expect(try TrainConfig(text, file: "/x.toml").plan.phases.count == 1)
  }

  @Test(
    "a mistake is told with its key, what was found, and what is wanted",
    arguments: [
      ("size = 256", "size = 31", "size = 31, but it has to be a whole number from 32 to 2048"),
      ("size = 256", "size = 2.5", "a whole number"),
      ("size = 256", "", "lacks size"),
      ("size = 256", "size = 256\nflip = true", "unknown keys flip"),
      ("batch = 8", "batch = 8\nbach = 9", "unknown keys recipe.bach"),
      ("_atto", "_mega", "one of convnextv2_micro.csra"),
      ("head_rate = 0.01", "head_rate = \"high\"", "whole.head_rate = "),
      ("head_rate = 0.01", "", "lacks whole.head_rate"),
      ("csv = [\"a.csv\", \"b.csv\"]", "", "lacks data.csv"),
      ("csv = [\"a.csv\", \"b.csv\"]", "csv = [1]", "data.csv"),
      ("images = \"films\"", "images = [\"a\", \"b\", \"c\"]", "one folder, or one for each csv"),
      ("[whole]", "validation_csv = \"v.csv\"\n[whole]", "data.validation_images"),
      ("batch = 8", "loss = \"mse\"", "\"asl\" or \"bce\""),
      ("[recipe]", "[recipe", "line 13"),
      ("size = 256", "size = 256\naugment = 1", "a table [augment]"),
    ])
  func mistakes(_ part: String, _ mistake: String, _ words: String) {
    let told = sentence(sound.replacing(part, with: mistake))
    #expect(told.contains(words) && !told.contains("\n"), "\(told)")
  }
}
