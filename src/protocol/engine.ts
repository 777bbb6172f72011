import type { ComparisonCalls } from './comparison';
import type { ErrorReport } from './error';
import type { EvaluationEvent } from './evaluation-progress';
import type { EvaluationRequest } from './evaluation';
import type { MetricCost, MetricDescription, MetricRequest } from './metric';
import type { ExplainEvent, ExplainRequest, MaskPage, MaskRequest } from './explain';
import type { LayerOverview, LayerOverviewRequest } from './layer-overview';
import type { MethodDescription, MethodRequest, RequestCost } from './method';
import type { PredictResult } from './prediction';
import type { ExplainerCalls } from './explainer';
import type { FigureCalls } from './figure';
import type { FilterCalls } from './filters';
import type { FolderCalls } from './folder';
import type { VerdictCalls } from './map-verdict';
import type { DeviceChoice, DeviceId, ImportCheck, ModelDescription, TensorDescription } from './model';
import type { EvidenceCalls } from './metric-evidence';
import type { NearestCalls } from './nearest';
import type { ObjectCalls } from './object';
import type { PartsCalls } from './parts';
import type { QuestionDescription } from './question';
import type { Raster } from './raster';
import type { LabelFile, Recipe } from './recipe';
import type { RecipeCheckCalls } from './recipe-check';
import type { SampleTestCalls } from './sample-tests';
import type { ScatteringCalls } from './scattering';
import type { ToolCalls } from './tool';
import type { BoxTarget, Corners } from './task';
import type { TrainingCalls } from './training';
import type { TrustCalls } from './trust';
import type { VariableCalls } from './variable';
import type { VersionCalls } from './versions';
import type { WhatIfCalls } from './what-if';

/** Where and how models run. */
export interface DeviceSettings {
  readonly device: DeviceChoice;
  /** 0: as many as there are cores. */
  readonly threads: number;
}

/** Settings of the engine process; a change applies to models opened afterwards. */
export interface EngineSettings extends DeviceSettings {
  /** The folders of the workspace and those allowed beside them: links and files may not lead elsewhere. */
  readonly folders: readonly string[];
}

/** Every request the engine process answers: name → arguments, answer, and events on the way. */
export interface EngineCalls
  extends
    ComparisonCalls,
    EvidenceCalls,
    ExplainerCalls,
    FigureCalls,
    FilterCalls,
    FolderCalls,
    NearestCalls,
    ObjectCalls,
    PartsCalls,
    RecipeCheckCalls,
    SampleTestCalls,
    ScatteringCalls,
    ToolCalls,
    TrainingCalls,
    TrustCalls,
    VariableCalls,
    VerdictCalls,
    VersionCalls,
    WhatIfCalls {
  'settings.apply': { arguments: EngineSettings; answer: null; event: never };
  /** Devices found, the one chosen and why. */
  'device.report': {
    arguments: { model: string };
    answer: { chosen: DeviceId; reason: string; available: readonly DeviceId[] };
    event: never;
  };
  /** What a user may want to know, and the methods that answer it. */
  'method.questions': { arguments: null; answer: readonly QuestionDescription[]; event: never };
  'method.list': { arguments: null; answer: readonly MethodDescription[]; event: never };
  /**
   * Expected cost of each method on this model, in forward passes of one image, and why it cannot run on it at all;
   * runs nothing.
   */
  'method.cost': {
    /** An image for which it is asked: a model that leaves the size of its images open has that of the image. */
    arguments: { model: string; methods: readonly MethodRequest[]; input?: string };
    answer: readonly RequestCost[];
    event: never;
  };
  'model.describe': { arguments: { model: string; recipe?: Recipe }; answer: ModelDescription; event: never };
  /** The inputs of a model, whether or not it is known what they are. */
  'model.inputs': { arguments: { model: string }; answer: readonly TensorDescription[]; event: never };
  /** What the network sees of an image under a recipe that need not be saved yet. */
  'model.preview': { arguments: { model: string; input: string; recipe: Recipe }; answer: Raster; event: never };
  /**
   * Compares an imported model with TensorFlow.js itself, behind all interactive requests; null for a model that was
   * not imported.
   */
  'model.check': { arguments: { model: string }; answer: ImportCheck | null; event: never };
  'model.close': { arguments: { model: string }; answer: null; event: never };
  /** Files beside the model that hold as many names as there are classes. */
  'model.labelFiles': {
    arguments: { model: string; classes: number };
    answer: readonly LabelFile[];
    event: never;
  };
  /**
   * Of files that may be DICOM, whatever their names, those that a model can be asked about: one of each series where it
   * takes volumes.
   */
  'input.dicom': { arguments: { files: readonly string[]; model?: string }; answer: readonly string[]; event: never };
  /** What the model says of an input; with a recipe that need not be saved yet in place of its own. */
  'input.predict': {
    arguments: { model: string; input: string; recipe?: Recipe; background?: true };
    answer: PredictResult;
    event: never;
  };
  /** The box of a detector at a place of an image, in pixels of the image. */
  'input.boxAt': {
    arguments: { model: string; input: string; index: number; corners: Corners };
    answer: BoxTarget;
    event: never;
  };
  /** Where a box of the network's input lies in the image, in its pixels. */
  'input.boxInImage': {
    arguments: { model: string; input: string; corners: Corners };
    answer: Corners;
    event: never;
  };
  /** A CAM at every convolutional stage, from one forward and one backward pass. */
  'input.layerOverview': { arguments: LayerOverviewRequest; answer: LayerOverview; event: never };
  /** Random masks of a method with their scores; those of a map that was made have been run already. */
  'input.masks': { arguments: MaskRequest; answer: MaskPage; event: never };
  'metric.list': { arguments: null; answer: readonly MetricDescription[]; event: never };
  /** What each metric runs of a map of the model; runs nothing. */
  'metric.cost': {
    /** An image for which it is asked, as of methods. */
    arguments: { model: string; metrics: readonly MetricRequest[]; input?: string };
    answer: readonly MetricCost[];
    event: never;
  };
  /**
   * Evaluates models and explanations on a folder, behind all interactive requests; run again after a stop, it goes on
   * where it was. What it found is read with `folder.results`.
   */
  'folder.evaluate': { arguments: EvaluationRequest; answer: null; event: EvaluationEvent };
  'input.explain': { arguments: ExplainRequest; answer: null; event: ExplainEvent };
}

export type EngineCallName = keyof EngineCalls;

/** Host → engine. */
export type EngineRequest =
  | { readonly kind: 'call'; readonly id: number; readonly name: EngineCallName; readonly arguments: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  /** Answered by `pong` as soon as the process hears anything at all. */
  | { readonly kind: 'ping' };

/** Engine → host. */
export type EngineMessage =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'pong' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorReport }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'log'; readonly level: 'error' | 'warn' | 'info' | 'debug'; readonly text: string };
