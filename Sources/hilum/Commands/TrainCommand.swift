/// `hilum train`: a network learns from a table of films.

import ArgumentParser
import Foundation

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a network on films with known findings.",
    discussion: """
      The configuration is a TOML file; paths in it are relative to it.

        arch = "convnextv2_atto.csra"   architecture
        size = 256                      side of the input
        profile = "repoInference"       how a film becomes an input
        output = "csra"                 folder of checkpoint, best weights and metrics
        seed, threads, max_minutes, checkpoint_minutes
        [data]     csv, images, regions, labels; validation_csv and
                         validation_images, or validation_share
        [start]    weights or backbone (safetensors files), head_bias
        [head]     epochs, rate, weight_decay: the head alone
        [whole]    epochs, backbone_rate, head_rate, weight_decay, warm_up_epochs
        [recipe]   loss (asl, bce), negative_focus, positive_focus, probability_clip,
                   batch, clip, epsilon, drop_path, average_decay, region_share
        [augment]  shift, scale, degrees, brightness, contrast, noise

      A table has the columns ImageID, StudyDate_DICOM, PatientID and one for each finding: 1, 0, or empty where it
      is not known. A column split with the words train and val decides which films are learned from.

      With data.regions (the regions.json of hilum phantom) the network is also told where the findings lie.

      A training that was killed goes on with --resume, exactly as if it had not been.
      """)

  @Option(help: "The configuration, a TOML file.")
  var config: String

  @Flag(help: "Go on from the checkpoint in the output folder.")
  var resume = false

  func run() throws {
    do {
      try TrainSetup(TrainConfig(path: config)).run(resuming: resume)
    } catch {
      Complaint.print("train", "\(error)")
      throw ExitCode(2)
    }
  }
}
